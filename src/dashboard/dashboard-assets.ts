import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Injectable } from '@nestjs/common';
import { NotFound } from '../common/domain-error';
import { STYLESHEETS } from './dashboard-links';

const NAMES = [...STYLESHEETS, 'dashboard.js', 'dashboard.svg'];

/** The files that pages load, read once at the start. */
@Injectable()
export class DashboardAssets {
  private readonly contents: ReadonlyMap<string, string>;
  /** Changes with the files. */
  readonly version: string;

  constructor() {
    const folder = path.join(__dirname, 'assets');
    this.contents = new Map(NAMES.map((name) => [name, readFileSync(path.join(folder, name), 'utf8')]));
    const hash = createHash('sha256');
    for (const content of this.contents.values()) hash.update(content);
    this.version = hash.digest('hex').slice(0, 12);
  }

  /** @throws NotFound */
  read(name: string): string {
    const content = this.contents.get(name);
    if (content === undefined) throw new NotFound('The file');
    return content;
  }
}
