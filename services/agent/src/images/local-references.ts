type LocalImage = Readonly<{
  Created: number;
  RepoTags?: readonly string[] | null | undefined;
  RepoDigests?: readonly string[] | null | undefined;
}>;

const LATEST = ':latest';

/** An image has a reference for each of its tags and digests; `name:latest` is also meant by `name`. */
export const referencesOf = (images: readonly LocalImage[]): string[] =>
  images
    .toSorted((a, b) => b.Created - a.Created)
    .flatMap(({ RepoTags, RepoDigests }) => [...(RepoTags ?? []), ...(RepoDigests ?? [])])
    .filter((reference) => !reference.includes('<none>'))
    .flatMap((reference) =>
      reference.endsWith(LATEST) ? [reference, reference.slice(0, -LATEST.length)] : [reference],
    );
