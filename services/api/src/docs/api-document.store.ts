import { Injectable } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { DescribedPaths } from '../edge/allowed-methods.ts';

/** The API’s description: made once at start, served to people and programs, and asked which methods a path takes. */
@Injectable()
export class ApiDocument {
  #document: OpenAPIObject | undefined;

  set(document: OpenAPIObject): void {
    this.#document = document;
  }

  get json(): OpenAPIObject {
    if (!this.#document) throw new Error('the API has not been described yet');
    return this.#document;
  }

  get paths(): DescribedPaths {
    return (this.#document?.paths ?? {}) as DescribedPaths;
  }
}
