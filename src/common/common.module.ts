import { Global, Module } from '@nestjs/common';
import { Clock } from './clock';
import { Ids } from './ids';
import { StartupNotes } from './startup-notes';

@Global()
@Module({ providers: [Clock, Ids, StartupNotes], exports: [Clock, Ids, StartupNotes] })
export class CommonModule {}
