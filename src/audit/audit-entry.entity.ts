import { Entity, Index } from 'typeorm';
import { CountedId, InstantColumn, JsonColumn, TextColumn } from '../database/columns';

/** Who did what to what, when and why. Only ever inserted. Ids and field names, never personal values. */
@Entity('AuditEntry')
@Index('IX_AuditEntry_subject', ['subjectType', 'subjectId', 'at', 'id'])
@Index('IX_AuditEntry_actor', ['actorId', 'at', 'id'])
@Index('IX_AuditEntry_action', ['action', 'at', 'id'])
@Index('IX_AuditEntry_at', ['at', 'id'])
export class AuditEntry {
  @CountedId()
  id: number;

  @InstantColumn()
  at: Date;

  /** null: the system. */
  @TextColumn(36, { nullable: true })
  actorId: string | null;

  /** `thing.verb`, such as `user.change-role`. */
  @TextColumn(60)
  action: string;

  @TextColumn(30)
  subjectType: string;

  @TextColumn(64)
  subjectId: string;

  @TextColumn(2000, { nullable: true })
  reason: string | null;

  @JsonColumn({ nullable: true })
  data: Record<string, unknown> | null;
}
