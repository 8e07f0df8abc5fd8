import React from 'react';
import Components from '@theme-original/MDXComponents';

/** A wide table scrolls in a region of its own, which the keyboard reaches too. */
function Table(props) {
  return <div className="table" role="region" aria-label="Table" tabIndex={0}><table {...props} /></div>;
}

/** A path such as `subnets.<name>.routeTable` may go on in the next line after each dot. */
function Code({ children, ...props }) {
  const Original = Components.code;
  const isPath = typeof children === 'string' && /^[\w.<>[\]-]+$/.test(children) && children.includes('.');
  const parts = isPath ? children.split(/(?<=\.)/).flatMap((part, i) => (i === 0 ? [part] : [<wbr key={i} />, part])) : children;
  return isPath ? <code {...props}>{parts}</code> : <Original {...props}>{children}</Original>;
}

export default { ...Components, table: Table, code: Code };
