import { DomainError } from '../common/domain-error';

/** Its job has not ended yet. */
export class DeliveryOpen extends DomainError {
  constructor() {
    super('conflict', 'delivery-open', 'The mail is still on its way.');
  }
}

export class DeliverySent extends DomainError {
  constructor() {
    super('conflict', 'delivery-sent', 'The mail server took the mail.');
  }
}

const POINTLESS = {
  superseded: 'What the mail says of the appointment no longer holds.',
  'opted-out': 'The recipient wants no reminders by e-mail.',
  'recipient-inactive': 'The recipient is not active.',
  'bad-address': 'The recipient has no address that mail can be sent to.',
};

/** Its job would not send it. */
export class DeliveryPointless extends DomainError {
  constructor(reason: keyof typeof POINTLESS) {
    super('conflict', `delivery-${reason}`, POINTLESS[reason]);
  }
}

/** A fault in the program: the table of transitions has no such step. */
export class IllegalDeliveryStep extends Error {
  override readonly name = 'IllegalDeliveryStep';
  constructor(from: string, to: string) {
    super(`A delivery cannot go from ${from} to ${to}.`);
  }
}

/** Someone else changed the delivery since it was read; nothing was written. */
export class DeliveryChanged extends Error {
  override readonly name = 'DeliveryChanged';
  constructor(id: number) {
    super(`Delivery ${id} was changed meanwhile.`);
  }
}
