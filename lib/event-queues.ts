import { Construct } from 'constructs';
import type { ServiceFunction } from './service-function';
import { WorkQueue } from './work-queue';

/** The four ways things travel between functions. Only `events` drives the evaluator. */
export class EventQueues extends Construct {
  /** Accepted events and rings, in order within a conversation. */
  readonly events = new WorkQueue(this, 'Events', {
    fifo: true,
    consumer: 'evaluate',
    url: 'eventsQueueUrl',
    deadLetterUrl: 'eventsDlqUrl',
  });
  /** Effects at a channel, in order within a conversation. */
  readonly actions = new WorkQueue(this, 'Actions', {
    fifo: true,
    consumer: 'perform',
    url: 'actionsQueueUrl',
    deadLetterUrl: 'actionsDlqUrl',
  });
  /** Effects that may take long and must hold up nobody: webhook calls, SMS, e-mail. */
  readonly slow = new WorkQueue(this, 'Slow', {
    fifo: false,
    consumer: 'perform',
    url: 'slowQueueUrl',
    deadLetterUrl: 'slowDlqUrl',
  });
  /** Alarms on their last minutes to the second. */
  readonly delays = new WorkQueue(this, 'Delays', {
    fifo: false,
    consumer: 'ring',
    url: 'delaysQueueUrl',
    deadLetterUrl: 'delaysDlqUrl',
  });

  get all(): WorkQueue[] {
    return [this.events, this.actions, this.slow, this.delays];
  }

  /** Lets a function send on what an evaluation decided: effects, and rings that are due soon. */
  grantCommit(fn: ServiceFunction): void {
    for (const queue of [this.actions, this.slow, this.delays]) queue.grantSend(fn);
  }

  grantDrain(fn: ServiceFunction): void {
    for (const queue of this.all) queue.grantDrain(fn);
  }
}
