import { basicLines, byVariants } from './variants';

test('basic configuration', () => {
  const basic = basicLines();
  expect(byVariants((variant) => basic.get(variant)!)).toMatchSnapshot();
});
