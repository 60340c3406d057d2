import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DataSource } from 'typeorm';
import { DatabaseInUse, ownFile } from '../../src/database/sqlite/file-ownership';
import { SqliteConnections } from '../../src/database/sqlite/sqlite-connections';
import { type BareFile, openBareFile } from '../support/bare-database';
import { Child } from '../support/child';
import { eventually } from '../support/waiting';

const children: Child[] = [];
const folders: string[] = [];

function start(): Child {
  const child = Child.start('database-process.ts');
  children.push(child);
  return child;
}

function folder(): string {
  const made = mkdtempSync(path.join(tmpdir(), 'medano-processes-'));
  folders.push(made);
  return made;
}

afterAll(async () => {
  await Promise.all(children.map((child) => child.kill()));
  for (const made of folders) rmSync(made, { recursive: true, force: true });
});

describe('a database file that another process writes to', () => {
  let subject: BareFile;
  let other: Child;

  beforeAll(async () => {
    subject = await openBareFile();
    other = start();
    await other.ask('open', path.dirname(subject.file));
  }, 60_000);
  afterAll(() => subject.stop());

  const insert = (name: string) =>
    subject.database.transaction(() =>
      subject.database.query('INSERT INTO jobs_Queue (name, concurrency) VALUES (?, 0)', [name]),
    );
  const numberOf = async (name: string) =>
    (await subject.database.query('SELECT concurrency FROM jobs_Queue WHERE name = ?', [name]))[0]?.concurrency;

  it('is waited for without blocking the event loop, while reading goes on', async () => {
    await insert('before');
    await other.ask('hold', subject.file);
    let done = false;
    const waiting = insert('waited').then(() => (done = true));
    let beats = 0;
    const beat = setInterval(() => beats++, 2);
    await eventually('the loop turns while the file is held', () => beats >= 40);
    clearInterval(beat);
    expect(done).toBe(false);
    expect(await numberOf('before')).toBe(0);
    await other.ask('letGo');
    await waiting;
    expect(await numberOf('waited')).toBe(0);
  }, 60_000);

  it('counts right when both add to one number, each in its own transactions', async () => {
    await insert('shared');
    const theirs = other.ask('count', { name: 'shared', times: 60 });
    for (let time = 0; time < 60; time++) {
      await subject.database.transaction(async () => {
        const before = Number(await numberOf('shared'));
        await subject.database.query('UPDATE jobs_Queue SET concurrency = ? WHERE name = ?', [before + 1, 'shared']);
      });
    }
    await theirs;
    expect(await numberOf('shared')).toBe(120);
  }, 60_000);

  it('is free again when that process is killed while it holds it', async () => {
    const victim = start();
    await victim.ask('hold', subject.file);
    const waiting = insert('freed');
    await victim.kill();
    await waiting;
    expect(await numberOf('freed')).toBe(0);
  }, 60_000);
});

describe('a new database file', () => {
  it('may be opened by several processes at the same moment: one migrates, all work', async () => {
    const home = folder();
    const processes = [start(), start(), start()];
    await Promise.all(processes.map((child) => child.ask('open', home)));
    const subject = await openBareFile(home);
    await subject.database.transaction(() =>
      subject.database.query("INSERT INTO jobs_Queue (name, concurrency) VALUES ('all', 0)"),
    );
    await Promise.all(processes.map((child) => child.ask('count', { name: 'all', times: 5 })));
    const [row] = await subject.database.query("SELECT concurrency FROM jobs_Queue WHERE name = 'all'");
    expect(row?.concurrency).toBe(15);
    await Promise.all(processes.map((child) => child.kill()));
    await subject.stop();
  }, 60_000);
});

describe('the owner of a file', () => {
  it('is one process: the second is refused by a sentence that names the file', async () => {
    const file = path.join(folder(), 'clinic.db');
    const owner = start();
    await owner.ask('own', file);
    expect(() => ownFile(file)).toThrow(DatabaseInUse);
    expect(() => ownFile(file)).toThrow(file);
    await expect(start().ask('own', file)).rejects.toThrow('DatabaseInUse');
    await owner.kill();
  }, 60_000);

  it('is succeeded at once when it is killed', async () => {
    const file = path.join(folder(), 'clinic.db');
    const owner = start();
    await owner.ask('own', file);
    await owner.kill();
    ownFile(file)();
    const next = start();
    await next.ask('own', file);
    await next.kill();
  }, 60_000);

  it('gives the file up when its connections are closed', async () => {
    const file = path.join(folder(), 'clinic.db');
    const open = async () => {
      const reading = await new DataSource(SqliteConnections.readingOptions(file)).initialize();
      return { reading, connections: await SqliteConnections.open(file, reading, { exclusive: true }) };
    };
    const first = await open();
    await expect(open()).rejects.toThrow(DatabaseInUse);
    await first.connections.close();
    await first.reading.destroy();
    const second = await open();
    await second.connections.close();
    await second.reading.destroy();
  });
});
