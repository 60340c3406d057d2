import { canMove } from '../common/state-machine';
import { Delivery } from './delivery.entity';
import { DeliveryOpen, DeliverySent, IllegalDeliveryStep } from './delivery.errors';
import { DELIVERY_STATES, DELIVERY_TRANSITIONS, type DeliveryState } from './delivery.state';

const NOW = new Date('2027-01-05T12:00:00Z');

function deliveryIn(state: DeliveryState): Delivery {
  return Object.assign(new Delivery(), {
    id: 1,
    state,
    reason: null,
    response: null,
    attempts: 1,
    sendingAt: null,
    finishedAt: null,
  });
}

/** The step that leads to each state. */
const STEPS: Record<DeliveryState, (delivery: Delivery) => void> = {
  pending: (delivery) => delivery.postponed('421 try later'),
  sending: (delivery) => delivery.begin(NOW),
  sent: (delivery) => delivery.accepted('250 taken', NOW),
  failed: (delivery) => delivery.fail('bad-address', NOW),
  unknown: (delivery) => (delivery.state === 'pending' ? delivery.doubt(NOW) : delivery.unanswered('no answer')),
  skipped: (delivery) => delivery.skip('superseded', NOW),
};

const PAIRS = DELIVERY_STATES.flatMap((from) => DELIVERY_STATES.map((to) => [from, to] as const));
const legal = PAIRS.filter(([from, to]) => canMove(DELIVERY_TRANSITIONS, from, to));
/** Not being sent does not undo what may have been sent: these steps leave `unknown` as it is. */
const standing = PAIRS.filter(([from, to]) => from === 'unknown' && (to === 'failed' || to === 'skipped'));
const illegal = PAIRS.filter((pair) => !legal.includes(pair) && !standing.includes(pair));

describe('Delivery', () => {
  it('has exactly the transitions of the ledger', () => {
    expect(legal.map((pair) => pair.join(' -> '))).toEqual([
      'pending -> sending',
      'pending -> failed',
      'pending -> unknown',
      'pending -> skipped',
      'sending -> pending',
      'sending -> sent',
      'sending -> failed',
      'sending -> unknown',
      'failed -> pending',
      'unknown -> pending',
      'unknown -> sending',
      'skipped -> pending',
    ]);
  });

  const byStep = legal.filter(([from]) => from === 'pending' || from === 'sending' || from === 'unknown');
  it.each(byStep)('goes from %s to %s', (from, to) => {
    const delivery = deliveryIn(from);
    STEPS[to](delivery);
    expect(delivery.state).toBe(to);
  });

  it.each(illegal)('refuses to go from %s to %s', (from, to) => {
    const delivery = deliveryIn(from);
    expect(() => STEPS[to](delivery)).toThrow(IllegalDeliveryStep);
    expect(delivery.state).toBe(from);
  });

  it.each(standing)('stays %s where another would become %s, and says why', (from, to) => {
    const delivery = deliveryIn(from);
    STEPS[to](delivery);
    expect(delivery).toMatchObject({ state: 'unknown', reason: expect.any(String) as string, finishedAt: NOW });
  });

  it.each([
    ['pending', 'pending'],
    ['sending', 'unknown'],
    ['unknown', 'unknown'],
    ['failed', 'pending'],
    ['skipped', 'pending'],
  ] as const)('found %s by a new claim, it is %s', (found, taken) => {
    const delivery = deliveryIn(found);
    delivery.takeUp();
    expect(delivery.state).toBe(taken);
  });

  it.each(['failed', 'skipped', 'unknown'] as const)('is sent again by hand once it has ended as %s', (state) => {
    const delivery = Object.assign(deliveryIn(state), { reason: 'why', finishedAt: NOW, response: '550' });
    delivery.resend();
    expect(delivery).toMatchObject({ state: 'pending', reason: null, finishedAt: null, response: '550' });
  });

  it.each([
    ['pending', null, DeliveryOpen],
    ['sending', null, DeliveryOpen],
    ['unknown', null, DeliveryOpen],
    ['sent', NOW, DeliverySent],
  ] as const)('is not sent again by hand while it is %s', (state, finishedAt, refusal) => {
    const delivery = Object.assign(deliveryIn(state), { finishedAt });
    expect(() => delivery.resend()).toThrow(refusal);
    expect(delivery.state).toBe(state);
  });

  it('counts how often it began to send and forgets why it failed before', () => {
    const delivery = Object.assign(deliveryIn('pending'), { reason: 'bad-address', finishedAt: NOW, attempts: 2 });
    delivery.begin(NOW);
    expect(delivery).toMatchObject({ attempts: 3, sendingAt: NOW, reason: null, finishedAt: null });
  });

  it('keeps the answer of a server that refuses it', () => {
    const delivery = deliveryIn('sending');
    delivery.refused('550 no such user', NOW);
    expect(delivery).toMatchObject({
      state: 'failed',
      reason: 'refused',
      response: '550 no such user',
      finishedAt: NOW,
    });
  });
});
