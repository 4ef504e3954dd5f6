import { awsSubject } from './aws-subject';
import { runContracts } from './run';

runContracts('the AWS adapters', awsSubject);
