import { Controller, Get, Headers, Param, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import {
  type AnswerOf,
  InvoiceDocument,
  InvoiceDraft,
  InvoiceId,
  InvoiceProof,
  InvoiceSummary,
  ledgerQuestions as questions,
  refuse,
} from '@tidegate/contracts';
import { Asker } from '@tidegate/eventing/nest';
import type { FastifyReply } from 'fastify';
import { Needs, WhoCalls } from '../http/auth.guard.ts';
import { query } from '../http/body.guard.ts';
import { type Caller, projectOf } from '../http/caller.ts';
import { PageQuery } from '../http/request.dto.ts';
import { pageSchema, schemaOf } from '../http/schema.dto.ts';
import { ProofQuery } from './invoice.dto.ts';
import { formOf, idIn, TYPES } from './invoice-forms.ts';
import { htmlOf } from './invoice-html.ts';
import { pdfOf } from './invoice-pdf.gateway.ts';

/** A draft of a large project is computed from all its lines. */
const PATIENTLY = { timeoutMs: 20_000 };

@ApiTags('billing')
@Needs('read')
@Controller('v1/billing/invoices')
export class InvoiceController {
  constructor(private readonly asker: Asker) {}

  /** Newest first. */
  @ApiOkResponse({ schema: pageSchema(InvoiceSummary) })
  @Get()
  all(
    @WhoCalls() caller: Caller,
    @Query(query(PageQuery)) { limit, cursor }: PageQuery,
  ): Promise<AnswerOf<typeof questions.invoices>> {
    const projectId = projectOf(caller);
    return this.asker.ask(questions.invoices, { projectId, limit, cursor: cursor ?? null });
  }

  /** The month that runs, as it would be invoiced if it ended now, with corrections of months that are closed. */
  @ApiOkResponse({ schema: schemaOf(InvoiceDraft) })
  @Get('draft')
  draft(@WhoCalls() caller: Caller): Promise<InvoiceDraft> {
    return this.asker.ask(questions.invoiceDraft, { projectId: projectOf(caller) }, PATIENTLY);
  }

  /**
   * As JSON, whose bytes never change and have the `x-content-sha256` of the answer; as a page with `Accept: text/html` or `.html`
   * after the id; as a document with `Accept: application/pdf` or `.pdf`.
   */
  @ApiOkResponse({
    content: {
      'application/json': { schema: schemaOf(InvoiceDocument) },
      'text/html': { schema: { type: 'string' } },
      'application/pdf': { schema: { type: 'string', format: 'binary' } },
    },
  })
  @Get(':invoiceId')
  async one(
    @WhoCalls() caller: Caller,
    @Param('invoiceId') name: string,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string | Buffer> {
    const projectId = projectOf(caller);
    const invoiceId = mustBeId(idIn(name));
    const form = formOf(name, accept);
    const { text, sha256 } = await this.asker.ask(questions.invoice, { projectId, invoiceId }, PATIENTLY);
    void reply.headers({ 'content-type': TYPES[form], vary: 'accept', 'x-content-sha256': sha256 });
    if (form === 'json') return text;
    const document = InvoiceDocument.parse(JSON.parse(text));
    if (form === 'html') return htmlOf(document, sha256);
    void reply.header('content-disposition', `inline; filename="${invoiceId}.pdf"`);
    return pdfOf(document, sha256);
  }

  /** What a line follows from: the replicas, domains and commitments, and the events of each by id and position. */
  @ApiOkResponse({ schema: schemaOf(InvoiceProof) })
  @Get(':invoiceId/proof')
  proof(
    @WhoCalls() caller: Caller,
    @Param('invoiceId') id: string,
    @Query(query(ProofQuery)) { line, limit, cursor }: ProofQuery,
  ): Promise<InvoiceProof> {
    const ask = {
      projectId: projectOf(caller),
      invoiceId: mustBeId(id),
      line,
      limit,
      cursor: cursor ?? null,
    };
    return this.asker.ask(questions.invoiceProof, ask, PATIENTLY);
  }
}

/** What could be no invoice’s id is that of no invoice. */
const mustBeId = (id: string): string =>
  InvoiceId.safeParse(id).data ?? refuse('invoice.not_found', { invoiceId: id.slice(0, 100) });
