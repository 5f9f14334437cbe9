import type { InvoiceDocument } from '@tidegate/contracts';
import PDFDocument from 'pdfkit';
import { type InvoiceTexts, textsOf } from './invoice-texts.ts';

type Pdf = InstanceType<typeof PDFDocument>;

/** A4, in points. */
const MARGIN = 48;
const WIDTH = 595.28 - 2 * MARGIN;
const BOTTOM = 841.89 - MARGIN - 16;
/** Of the columns of lines; together the width of the page. */
const COLUMNS = [22, 76, 78, WIDTH - 382, 60, 58, 88];
const ROW = 13;
const FIRST_NUMBER = 4;
/** Of the letters of lines. */
const SIZE = 7.5;

/** The standard fonts have these signs; anything else is shown as a question mark. */
const plain = (text: string): string => text.replace(/[^\x20-\x7e]/g, '?');

/** The invoice on paper: the same bytes for the same invoice, since its time is the invoice’s and not that of the printing. */
export const pdfOf = async (document: InvoiceDocument, sha256: string): Promise<Buffer> => {
  const texts = textsOf(document, sha256);
  const pdf = new PDFDocument({
    size: 'A4',
    margin: MARGIN,
    bufferPages: true,
    info: { Title: plain(texts.title), Author: 'Tidegate', CreationDate: new Date(document.issuedAt) },
  });
  const whole = bytesOf(pdf);
  writeHead(pdf, texts);
  const y = writeRows(pdf, texts);
  writeSums(pdf, texts, y);
  numberPages(pdf);
  pdf.end();
  return whole;
};

const bytesOf = (pdf: Pdf): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    pdf.on('data', (part: Buffer) => parts.push(part));
    pdf.on('end', () => resolve(Buffer.concat(parts)));
    pdf.on('error', reject);
  });

const writeHead = (pdf: Pdf, { title, facts }: InvoiceTexts): void => {
  pdf.font('Helvetica-Bold').fontSize(16).text(plain(title)).moveDown(0.6);
  pdf.font('Helvetica').fontSize(9);
  for (const [name, value] of facts) pdf.text(`${plain(name)}: ${plain(value)}`);
  pdf.moveDown(1);
};

const writeRows = (pdf: Pdf, { columns, rows }: InvoiceTexts): number => {
  let y = writeRow(pdf, columns, { y: pdf.y, bold: true });
  for (const row of rows) {
    if (y + ROW > BOTTOM) {
      pdf.addPage();
      y = writeRow(pdf, columns, { y: MARGIN, bold: true });
    }
    y = writeRow(pdf, row, { y, bold: false });
  }
  return y;
};

const writeRow = (
  pdf: Pdf,
  texts: readonly string[],
  { y, bold }: Readonly<{ y: number; bold: boolean }>,
): number => {
  pdf.font(bold ? 'Helvetica-Bold' : 'Helvetica');
  let x = MARGIN;
  for (const [nth, text] of texts.entries()) {
    const width = (COLUMNS[nth] ?? 0) - 4;
    const isNumber = nth >= FIRST_NUMBER;
    // What is long is smaller rather than cut off: above all an amount.
    const needed = pdf.fontSize(SIZE).widthOfString(plain(text));
    pdf.fontSize(needed > width ? (SIZE * width) / needed : SIZE);
    const at = isNumber ? x + width - Math.min(needed, width) : x;
    pdf.text(plain(text), at, y, { lineBreak: false });
    x += width + 4;
  }
  pdf
    .moveTo(MARGIN, y + ROW - 3)
    .lineTo(MARGIN + WIDTH, y + ROW - 3)
    .lineWidth(0.3)
    .stroke('#bbbbbb');
  return y + ROW;
};

const writeSums = (pdf: Pdf, { sums, total, notes }: InvoiceTexts, from: number): void => {
  const needed = (sums.length + 1) * 14 + notes.length * 12 + 24;
  let y = from + 8;
  if (y + needed > BOTTOM) {
    pdf.addPage();
    y = MARGIN;
  }
  pdf.fillColor('black');
  for (const [nth, [name, value]] of [...sums, total].entries()) {
    pdf.font(nth === sums.length ? 'Helvetica-Bold' : 'Helvetica').fontSize(9);
    pdf.text(plain(`${name}   ${value}`), MARGIN, y, { width: WIDTH - 4, align: 'right' });
    y += 14;
  }
  pdf.font('Helvetica').fontSize(6.5);
  y += 12;
  for (const note of notes) {
    pdf.text(plain(note), MARGIN, y, { width: WIDTH, lineBreak: false });
    y += 12;
  }
};

const numberPages = (pdf: Pdf): void => {
  const { count } = pdf.bufferedPageRange();
  for (let nth = 0; nth < count; nth++) {
    pdf.switchToPage(nth);
    pdf.page.margins.bottom = 0;
    pdf.font('Helvetica').fontSize(7);
    pdf.text(`${String(nth + 1)} / ${String(count)}`, MARGIN, BOTTOM + 12, {
      width: WIDTH,
      align: 'center',
      lineBreak: false,
    });
  }
};
