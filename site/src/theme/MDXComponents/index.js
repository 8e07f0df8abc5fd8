import React from 'react';
import Components from '@theme-original/MDXComponents';

/** A wide table scrolls in a region of its own, which the keyboard reaches too. */
function Table(props) {
  return <div className="table" role="region" aria-label="Table" tabIndex={0}><table {...props} /></div>;
}

/** A path such as `subnets.<name>.routeTable` or an id of Azure may go on in the next line after each dot or slash; an option may not. */
function Code({ children, ...props }) {
  const Original = Components.code;
  const isOption = typeof children === 'string' && /^--[\w-]+$/.test(children);
  const isPath = typeof children === 'string' && /^[\w.<>[\]/-]+$/.test(children) && /[./]/.test(children);
  const parts = isPath ? children.split(/(?<=[./])/).flatMap((part, i) => (i === 0 ? [part] : [<wbr key={i} />, part])) : children;
  if (isOption) {
    return <code className="option" {...props}>{children}</code>;
  }
  return isPath ? <code {...props}>{parts}</code> : <Original {...props}>{children}</Original>;
}

export default { ...Components, table: Table, code: Code };
