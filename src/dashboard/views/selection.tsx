import { bulkActionsOn } from '../actions/allowed-actions';
import type { JobsView } from '../dashboard.view-model';
import type { PageContext } from './page-context';

/** The id of the form around a list: what is ticked in it is sent with the bar's buttons. */
export const SELECTION = 'selection';

export const isSelectable = (view: JobsView, page: PageContext) => page.shell.visitor.mayAct && view.jobs.length > 0;

/** What can be done with the jobs that are ticked, or with all that match. The next page shows what that would touch. */
export function SelectionBar({ view, page }: { view: JobsView; page: PageContext }) {
  const { text } = page;
  const say = text.bulk;
  return (
    <div class="row selection" role="group" aria-label={say.choose}>
      <label class="pick" id="pick-page" hidden>
        <input type="checkbox" data-pick-page /> {say.thisPage}
      </label>
      <label class="pick" id="pick-all">
        <input type="checkbox" name="all" value="1" data-pick-all /> {say.allMatching(view.total)}
      </label>
      <output class="dim" id="picked" data-words={say.selected} hidden></output>
      <span class="grow"></span>
      {bulkActionsOn(view.list).map((action) => (
        <button
          key={action}
          class={`btn${action === 'cancel' ? ' bad' : ''}`}
          name="do"
          value={action}
          id={`bulk-${action}`}
        >
          {text.jobActions[action].button}…
        </button>
      ))}
    </div>
  );
}

/** What of the list's filter goes with the form. */
export function SelectionFields({ view }: { view: JobsView }) {
  return (
    <>
      <input type="hidden" name="list" value={view.list} />
      {view.filter.type !== null && <input type="hidden" name="type" value={view.filter.type} />}
      {view.filter.queue !== null && <input type="hidden" name="queue" value={view.filter.queue} />}
      {view.list === 'search' && <input type="hidden" name="q" value={view.search} />}
    </>
  );
}
