import { DomainError } from '../common/domain-error';

/** What a search finds is not written down, so no job can go on with it later. */
export class SearchTooWide extends DomainError {
  constructor() {
    super('rule', 'search-too-wide', 'The search finds more than 10,000 jobs: narrow it, or use the other filters.');
  }
}
