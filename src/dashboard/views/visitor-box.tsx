import { refusalText } from '../dashboard-text';
import { ChangeForm } from './forms';
import type { PageContext } from './page-context';
import { Pill } from './parts';

/** Who has signed in, and the way out; whether anything can be changed. */
export function VisitorBox({ page }: { page: PageContext }) {
  const { text, links } = page;
  const { name, mayAct } = page.shell.visitor;
  if (name === null && mayAct) return null;
  return (
    <div class="visitor">
      {!mayAct && (
        <Pill tone="quiet" title={text.readOnlyHint}>
          {text.readOnly}
        </Pill>
      )}
      {name !== null && (
        <ChangeForm action={links.signOut()} page={page}>
          <span class="dim name">{name}</span> <button class="link">{text.signOut}</button>
        </ChangeForm>
      )}
    </div>
  );
}

/** What became of the action that led here. It stands outside of what is refreshed, so that it stays to be read. */
export function NoticeBar({ page }: { page: PageContext }) {
  const { text, shell } = page;
  if (!shell.notice) return null;
  const { action, about, refused, skipped } = shell.notice;
  const many = action.startsWith('jobs.');
  return (
    <div class={`said ${refused !== null ? 'bad' : 'ok'}`} role={refused === null ? 'status' : 'alert'}>
      {refused === null ? (
        <strong>{text.notices[action](about)}</strong>
      ) : (
        <>
          <strong>{text.refused}</strong> {refusalText(text, refused)}
        </>
      )}
      {many && skipped > 0 && ` ${text.skipped(skipped)}`}
    </div>
  );
}
