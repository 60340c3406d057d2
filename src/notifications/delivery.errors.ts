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
