import { Alert, List, Text } from '@mantine/core';
import { ApiError } from '@tidegate/sdk';

type Props = Readonly<{ error: Error; doing?: string }>;

/** What went wrong, in the platform’s words: which field, and what to do. */
export const Problem = ({ error, doing }: Props) => {
  const isApi = error instanceof ApiError;
  return (
    <Alert
      color="red"
      variant="outline"
      title={doing ? `${doing}: ${error.message}` : error.message}
      role="alert"
    >
      {isApi && error.detail !== null && <Text size="sm">{error.detail}</Text>}
      {isApi && error.errors.length > 0 && (
        <List size="sm">
          {error.errors.map(({ pointer, message }) => (
            <List.Item key={`${pointer} ${message}`}>
              <code>{pointer}</code> {message}
            </List.Item>
          ))}
        </List>
      )}
      {isApi && error.remedy !== null && <Text size="sm">{error.remedy}</Text>}
      {isApi && (
        <Text size="xs" c="dimmed">
          {error.code}
          {error.requestId !== null && ` · request ${error.requestId}`}
        </Text>
      )}
    </Alert>
  );
};
