import { networkOf } from '../../lib/terraform/read-network';

test('an error of Azure in the place of an answer is called that', () => {
  const read = (json: unknown) => (): unknown => networkOf([{ file: 'nsg.json', json }]);
  expect(read({ error: { code: 'AuthorizationFailed', message: 'The client has no right.' } }))
    .toThrow('nsg.json: is an error that Azure answered: AuthorizationFailed; ask again, with the role Reader on what is asked for');
  expect(read({ error: 'none' })).toThrow('nsg.json: is not Terraform JSON');
});
