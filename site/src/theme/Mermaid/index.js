import React from 'react';
import Mermaid from '@theme-original/Mermaid';

/** A picture that is wider than the screen scrolls in a region of its own, which the keyboard reaches too. */
export default function Picture(props) {
  return <div className="picture" role="region" aria-label="Picture" tabIndex={0}><Mermaid {...props} /></div>;
}
