import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { testsOfRoutes } from '../../scripts/route-mentions';

const ROUTES = ['GET pets', 'GET pets/fed', 'GET pets/:id', 'PUT pets/:id', 'POST pets/:id/feed', 'GET pets/:id.ics'];

describe('the tests of a route', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'medano-mentions-'));
    for (const name of ['e2e', 'support']) mkdirSync(path.join(folder, name));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** The routes that a test of this source is found to call. */
  function called(source: string): string[] {
    writeFileSync(path.join(folder, 'e2e', 'pets.e2e-spec.ts'), source);
    return [...testsOfRoutes(folder, ROUTES)].flatMap(([route, files]) => (files.length > 0 ? [route] : []));
  }

  it.each([
    ['a path as it is', `http.get('/api/pets')`, ['GET pets']],
    ['a path in another case', `http.get('/api/Pets')`, ['GET pets']],
    [
      'a query, written or not',
      'http.get(`/api/pets${query}`), http.put(`/api/pets/1?x=${y}`)',
      ['GET pets', 'PUT pets/:id'],
    ],
    ['an id', 'http.put(`/api/pets/${id}`)', ['PUT pets/:id']],
    ['an id with an ending', 'http.get(`/api/pets/${id}.ics`)', ['GET pets/:id.ics']],
    ['a word rather than an id', `http.get('/api/pets/fed')`, ['GET pets/fed']],
    ['a constant', "const PETS = '/api/pets'; http.get(PETS); http.put(`${PETS}/1`)", ['GET pets', 'PUT pets/:id']],
    ['a method that is written out', `http.send('PUT', '/api/pets/1')`, ['PUT pets/:id']],
    ['options', 'fetch(`${url}/api/pets/1`, { headers }), fetch(`${url}/api/pets`)', ['GET pets', 'GET pets/:id']],
    [
      'a word elsewhere in the file',
      "const act = (action) => http.post(`/api/pets/1/${action}`); act('feed')",
      ['POST pets/:id/feed'],
    ],
    ['the name of a route', `const ALL = { 'PUT pets/:id': 1 }`, ['PUT pets/:id']],
  ])('is found by %s', (_, source, routes) => {
    expect(called(source)).toEqual(routes);
  });

  it.each([
    ['a list of paths', `const LEFT_OUT = ['/api/pets']`],
    ['another method', `http.delete('/api/pets/1')`],
    ['a longer path', `http.get('/api/pets/1/2/3')`],
    ['a path of variables alone', 'http.get(`/api/${path}`)'],
    ['a word that stands nowhere', 'http.post(`/api/pets/1/${action}`)'],
    ['what is no constant', "let id = 'fed'; http.put(`/api/birds/${id}`)"],
  ])('is not found by %s', (_, source) => {
    expect(called(source)).toEqual([]);
  });

  it('is found by what a test uses of the support that it imports', () => {
    const helper =
      'export class Pets { spoil() { this.feed(2); } feed(id) { return this.http.post(`/api/pets/${id}/feed`); } stroke() {} }';
    writeFileSync(path.join(folder, 'support', 'pets.ts'), helper);
    expect(called(`import { Pets } from '../support/pets'; pets.feed(1)`)).toEqual(['POST pets/:id/feed']);
    expect(called(`import { Pets } from '../support/pets'; pets.spoil()`)).toEqual(['POST pets/:id/feed']);
    expect(called(`import { Pets } from '../support/pets'; pets.stroke(1)`)).toEqual([]);
    expect(called('pets.feed(1)')).toEqual([]);
  });
});
