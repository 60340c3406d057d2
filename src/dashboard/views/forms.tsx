import type { ComponentChildren } from 'preact';
import { TOKEN_FIELD } from '../form-fields';
import type { PageContext } from './page-context';

interface FormProps {
  action: string;
  page: PageContext;
  class?: string;
  label?: string;
  children: ComponentChildren;
}

/** A form that changes something: it carries what only a page of this visitor has. */
export function ChangeForm({ action, page, label, children, ...rest }: FormProps) {
  return (
    <form method="post" action={action} class={rest.class} aria-label={label}>
      <input type="hidden" name={TOKEN_FIELD} value={page.shell.visitor.formToken} />
      {children}
    </form>
  );
}

export type ButtonTone = 'primary' | 'bad' | 'plain';

const LOOKS: Readonly<Record<ButtonTone, string>> = { primary: 'btn primary', bad: 'btn bad', plain: 'btn' };

interface ActionProps {
  /** Unique on the page. */
  id: string;
  button: string;
  title: string;
  about: string;
  submit: string;
  action: string;
  tone?: ButtonTone;
  page: PageContext;
  /** Fields ahead of the reason. */
  children?: ComponentChildren;
}

/** A button that opens a form, in which one may say why. The browser itself opens and closes it: no script is needed. */
export function Action({ id, button, title, about, submit, action, tone = 'plain', page, children }: ActionProps) {
  const { text } = page;
  if (!page.shell.visitor.mayAct) return null;
  return (
    <>
      <button type="button" class={LOOKS[tone]} popovertarget={id} id={`${id}-button`}>
        {button}
      </button>
      <div popover="auto" id={id} class="dialog" role="dialog" aria-labelledby={`${id}-title`}>
        <ChangeForm action={action} page={page} class="fields">
          <h2 id={`${id}-title`}>{title}</h2>
          <p class="dim">{about}</p>
          {children}
          <Reason id={id} page={page} />
          <div class="row">
            <button class={LOOKS[tone === 'plain' ? 'primary' : tone]}>{submit}</button>
            <button type="button" class="btn" popovertarget={id} popovertargetaction="hide">
              {text.action.close}
            </button>
          </div>
        </ChangeForm>
      </div>
    </>
  );
}

export function Reason({ id, page: { text } }: { id: string; page: PageContext }) {
  return (
    <label class="field">
      <span>{text.action.reason}</span>
      <input name="reason" id={`${id}-reason`} maxLength={200} autocomplete="off" />
      <small class="dim">{text.action.reasonHint}</small>
    </label>
  );
}
