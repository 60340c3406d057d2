import { Injectable } from '@nestjs/common';
import { Config } from '../../../config/config';
import { jobsSchemaIn } from '../../../database/mssql/jobs-schema';

/** Hints for reading past what others lock. With READ_COMMITTED_SNAPSHOT only a read that locks can. */
export const PAST_LOCKED = 'READCOMMITTEDLOCK, READPAST, UPDLOCK, ROWLOCK';

/** The paths of the job tables: `"jobs"."Job"`, or `"Other"."jobs"."Job"` where JOBS_DATABASE names another database. */
@Injectable()
export class MssqlTables {
  readonly job: string;
  readonly state: string;
  readonly log: string;
  readonly tag: string;
  readonly queue: string;
  readonly recurringJob: string;
  readonly server: string;
  readonly stat: string;
  readonly lock: string;

  constructor({ database }: Config) {
    const schema = jobsSchemaIn(database.dialect === 'mssql' ? database.jobsDatabase : null);
    this.job = `${schema}."Job"`;
    this.state = `${schema}."State"`;
    this.log = `${schema}."Log"`;
    this.tag = `${schema}."Tag"`;
    this.queue = `${schema}."Queue"`;
    this.recurringJob = `${schema}."RecurringJob"`;
    this.server = `${schema}."Server"`;
    this.stat = `${schema}."Stat"`;
    this.lock = `${schema}."Lock"`;
  }
}
