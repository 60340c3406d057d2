import { Module } from '@nestjs/common';
import { EngineTally } from './engine-tally';

/** For the engine and the transports below it. */
@Module({ providers: [EngineTally], exports: [EngineTally] })
export class EngineTallyModule {}
