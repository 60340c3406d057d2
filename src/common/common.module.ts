import { Global, Module } from '@nestjs/common';
import { Clock } from './clock';
import { EventLoop } from './event-loop';
import { Ids } from './ids';
import { StartupNotes } from './startup-notes';

@Global()
@Module({ providers: [Clock, EventLoop, Ids, StartupNotes], exports: [Clock, EventLoop, Ids, StartupNotes] })
export class CommonModule {}
