import { Anchor, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Page } from '../ui/page.tsx';

/** A path that no page has. */
export const NotFound = () => (
  <Page title="Nothing is here">
    <Text>
      There is no page at this address.{' '}
      <Anchor component={Link} to="/endpoints">
        The endpoints
      </Anchor>{' '}
      are a good place to begin; Ctrl-K finds everything else.
    </Text>
  </Page>
);
