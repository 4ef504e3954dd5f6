import { memorySubject } from './memory-subject';
import { runContracts } from './run';

runContracts('the memory adapters', memorySubject, {
  receipts: 'memory queues hand out nothing, so nothing can be given back',
});
