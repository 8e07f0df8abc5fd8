import React from 'react';
import Components from '@theme-original/MDXComponents';

/** A wide table scrolls in a region of its own, which the keyboard reaches too. */
function Table(props) {
  return <div className="table" role="region" aria-label="Table" tabIndex={0}><table {...props} /></div>;
}

export default { ...Components, table: Table };
