import { Entity, Index } from 'typeorm';
import type { Language } from '../common/language';
import { BooleanColumn, InstantColumn, IntColumn, JsonColumn, TextColumn, TextKey } from '../database/columns';

export const ROLES = ['Admin', 'Client', 'Doctor'] as const;
export type Role = (typeof ROLES)[number];

/** What a user chooses for themself. */
export type Preferences = Pick<User, 'displayName' | 'language' | 'emailReminders' | 'reminderOffsets'>;

@Entity('User')
@Index('UX_User_emailKey', ['emailKey'], { unique: true })
@Index('UX_User_userNameKey', ['userNameKey'], { unique: true })
@Index('IX_User_createdAt', ['createdAt', 'id'])
@Index('IX_User_role', ['role', 'isActive'])
export class User {
  /** UUID. */
  @TextKey(36)
  id: string;

  @TextColumn(50)
  userName: string;

  /** Lower case; unique. */
  @TextColumn(50)
  userNameKey: string;

  @TextColumn(254)
  email: string;

  /** Lower case; unique. */
  @TextColumn(254)
  emailKey: string;

  @TextColumn(100)
  firstName: string;

  @TextColumn(100)
  lastName: string;

  @TextColumn(100)
  displayName: string;

  /** `yyyy-MM-dd`. */
  @TextColumn(10, { nullable: true })
  dateOfBirth: string | null;

  /** 0 male, 1 female, 2 other. */
  @IntColumn({ nullable: true })
  gender: number | null;

  @TextColumn(10)
  role: Role;

  @TextColumn(200)
  passwordHash: string;

  @BooleanColumn()
  isActive: boolean;

  /** Rises when every sign-in of the user must end. */
  @IntColumn()
  tokenVersion: number;

  @TextColumn(2)
  language: Language;

  @BooleanColumn()
  emailReminders: boolean;

  /** Minutes before a visit, chosen among the clinic's; null: all of them. */
  @JsonColumn({ nullable: true })
  reminderOffsets: number[] | null;

  @InstantColumn()
  createdAt: Date;

  get isActiveAdmin(): boolean {
    return this.isActive && this.role === 'Admin';
  }

  /** Whether they were erased: the address that stands for nobody is made of an id that only this user has. */
  get isErased(): boolean {
    return this.email === addressOfNobody(this.id);
  }

  /** Puts in place of all that says who they are what says nothing, for good, and ends all their sign-ins. */
  erase(): void {
    this.email = this.emailKey = addressOfNobody(this.id);
    this.userName = this.userNameKey = `erased-${this.id}`;
    this.firstName = 'Erased';
    this.lastName = 'user';
    this.displayName = 'Erased user';
    this.dateOfBirth = null;
    this.gender = null;
    this.changePassword(NOBODYS_HASH);
    this.isActive = false;
    this.prefer({ language: 'en', emailReminders: false, reminderOffsets: null });
  }

  /** Whoever is deactivated is signed out for good: activated again, they sign in again. */
  setActive(isActive: boolean): void {
    if (this.isActive && !isActive) this.tokenVersion += 1;
    this.isActive = isActive;
  }

  /** Takes over what is given, and leaves the rest. */
  prefer({ displayName, language, emailReminders, reminderOffsets }: Partial<Preferences>): void {
    this.displayName = displayName ?? this.displayName;
    this.language = language ?? this.language;
    this.emailReminders = emailReminders ?? this.emailReminders;
    if (reminderOffsets !== undefined) this.reminderOffsets = reminderOffsets;
  }

  /** Ends every sign-in of the user, which began with the password before. */
  changePassword(passwordHash: string): void {
    this.passwordHash = passwordHash;
    this.tokenVersion += 1;
  }

  /** Gives a role and ends every sign-in of the user, whose tokens were given to the old one. */
  changeRole(role: Role): void {
    this.role = role;
    this.tokenVersion += 1;
  }
}

/** Of the form that is stored, so that it is compared like any other; no password is known to have it. */
const NOBODYS_HASH = `$argon2id$v=19$m=19456,t=2,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`;

/** The domain is reserved: no mail ever arrives there. */
const addressOfNobody = (id: string) => `${id}@erased.invalid`;
