import React, { useEffect, useMemo, useRef, useState } from 'react';
import { useHistory } from '@docusaurus/router';
import MiniSearch from 'minisearch';
import styles from './styles.module.css';

const FIELDS = ['page', 'heading', 'text'];
const SHOWN = 12;

/** The index is a part of the program, because a page that is opened from a folder may fetch nothing. */
async function loadIndex() {
  const { default: parts } = await import('../../search-index.json');
  const search = new MiniSearch({ fields: FIELDS, storeFields: ['page', 'heading', 'url'] });
  search.addAll(parts);
  return search;
}

export default function SearchBar() {
  const history = useHistory();
  const [search, setSearch] = useState(undefined);
  const [words, setWords] = useState('');
  const [isOpen, setOpen] = useState(false);
  const box = useRef(null);
  const load = () => {
    setOpen(true);
    if (search === undefined) {
      loadIndex().then((loaded) => setSearch(() => loaded));
    }
  };
  const found = useMemo(
    () => (search === undefined || words.trim() === '' ? []
      : search.search(words, { prefix: true, fuzzy: 0.15, boost: { page: 3, heading: 2 } }).slice(0, SHOWN)),
    [search, words],
  );
  useEffect(() => {
    const close = ({ target }) => {
      if (box.current !== null && !box.current.contains(target)) {
        setOpen(false);
      }
    };
    document.addEventListener('click', close);
    return () => document.removeEventListener('click', close);
  }, []);
  const go = (event, url) => {
    event.preventDefault();
    setOpen(false);
    history.push(url);
  };
  return (
    <form ref={box} className={styles.search} role="search" onSubmit={(event) => (found.length === 0 ? event.preventDefault() : go(event, found[0].url))}
      onKeyDown={({ key }) => key === 'Escape' && setOpen(false)}>
      <input type="search" className={styles.input} aria-label="Search the pages" placeholder="Search" value={words}
        onFocus={load} onChange={({ target }) => { setWords(target.value); load(); }} />
      {isOpen && words.trim() !== '' && search !== undefined && (
        <ul className={styles.found} aria-label="Results">
          {found.map(({ id, page, heading, url }) => (
            <li key={id}><a href={`#${url}`} onClick={(event) => go(event, url)}><b>{page}</b>{heading === '' ? '' : ` › ${heading}`}</a></li>
          ))}
          {found.length === 0 && <li className={styles.none}>Nothing has these words.</li>}
        </ul>
      )}
    </form>
  );
}
