import { readFileSync } from 'node:fs';
import path from 'node:path';
import { addressOf } from '../../scripts/api-coverage';
import { testsOfRoutes } from '../../scripts/route-mentions';
import { API_CONTRACT, AWAITED } from '../support/api-contract';
import { OWNED_ROUTES } from '../support/owned-routes';

const ROOT = path.join(__dirname, '..', '..');

interface Document {
  paths: Record<string, Record<string, unknown>>;
}

const { paths } = JSON.parse(readFileSync(path.join(ROOT, 'openapi.json'), 'utf8')) as Document;
const described = Object.entries(paths).flatMap(([address, methods]) =>
  Object.keys(methods).map((method) => `${method.toUpperCase()} ${address}`),
);
const served = Object.keys(API_CONTRACT).filter((route) => !AWAITED.includes(route));
const missing = (wanted: readonly string[], there: readonly string[]) => wanted.filter((each) => !there.includes(each));

describe('the contract of the API', () => {
  it('is described in openapi.json, each route of it', () => {
    expect(missing(served.map(addressOf), described)).toEqual([]);
  });

  it('has every route that openapi.json describes', () => {
    expect(missing(described, Object.keys(API_CONTRACT).map(addressOf))).toEqual([]);
  });

  it('awaits only what is promised and not there', () => {
    expect(missing(AWAITED, Object.keys(API_CONTRACT))).toEqual([]);
    expect(AWAITED.map(addressOf).filter((address) => described.includes(address))).toEqual([]);
  });

  it('says whose things are of promised routes only', () => {
    expect(missing(Object.keys(OWNED_ROUTES), served)).toEqual([]);
  });

  it('has a test that calls each route', () => {
    const tests = testsOfRoutes(path.join(ROOT, 'test'), served);
    expect(served.filter((route) => !tests.get(route)?.length)).toEqual([]);
  });
});
