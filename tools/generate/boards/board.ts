import {
  DashboardBuilder,
  DashboardCursorSync,
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  RowBuilder,
  VariableRefresh,
} from '@grafana/grafana-foundation-sdk/dashboard';
import {
  LegendDisplayMode,
  LegendPlacement,
  VizLegendOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as TimeseriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';

/** A name of Grafana's for a unit. */
export type Unit =
  'short' | 's' | 'reqps' | 'percentunit' | 'bytes' | 'currencyUSD' | 'cps' | 'dateTimeFromNow';

export type Panel = Readonly<{
  title: string;
  /** What it tells, and what to do about it. */
  description: string;
  unit: Unit;
  /** PromQL and the legend of its series. */
  queries: readonly (readonly [expr: string, legend: string])[];
  /** One number instead of a curve. */
  single?: true;
}>;

export type Row = Readonly<{ title: string; panels: readonly Panel[] }>;
export type Board = Readonly<{
  uid: string;
  title: string;
  description: string;
  /** Chosen on the board: by what it is called, and where its values and the words for them come from. */
  variables?: readonly Readonly<{ name: string; label: string; query: string; regex: string }>[];
  rows: readonly Row[];
}>;

const SOURCE = { type: 'prometheus', uid: '${datasource}' };
const WIDTH = 24;
const HEIGHT = 8;
const SINGLE_HEIGHT = 4;

const builderOf = ({ title, description, unit, queries, single }: Panel, width: number, id: number) => {
  const builder = single
    ? new StatBuilder()
    : new TimeseriesBuilder()
        .fillOpacity(10)
        .legend(
          new VizLegendOptionsBuilder()
            .displayMode(LegendDisplayMode.List)
            .placement(LegendPlacement.Bottom)
            .showLegend(true),
        );
  builder
    .id(id)
    .title(title)
    .description(description)
    .unit(unit)
    .datasource(SOURCE)
    .span(width)
    .height(single ? SINGLE_HEIGHT : HEIGHT);
  for (const [n, [expr, legend]] of queries.entries())
    builder.withTarget(
      new DataqueryBuilder()
        .refId(String.fromCharCode(65 + n))
        .expr(expr)
        .legendFormat(legend)
        .datasource(SOURCE),
    );
  return builder;
};

/** As many side by side as fit, curves three to a row at most, single numbers six. */
const widthIn = (panels: readonly Panel[]): number => {
  const most = panels.every(({ single }) => single) ? 6 : 3;
  return WIDTH / Math.min(panels.length, most);
};

/** The dashboard that Grafana loads, as it provisions them from files: the form of before its resources. */
export const dashboardOf = ({ uid, title, description, variables = [], rows }: Board): unknown => {
  // The newer form is not loaded from files by every Grafana that there is.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  const builder = new DashboardBuilder(title)
    .uid(uid)
    .description(description)
    .tags(['tidegate'])
    .readonly()
    .refresh('30s')
    .time({ from: 'now-1h', to: 'now' })
    .tooltip(DashboardCursorSync.Crosshair)
    .withVariable(new DatasourceVariableBuilder('datasource').label('Data source').type('prometheus'));
  for (const { name, label, query, regex } of variables)
    builder.withVariable(
      new QueryVariableBuilder(name)
        .label(label)
        .query(query)
        .regex(regex)
        .datasource(SOURCE)
        .refresh(VariableRefresh.OnTimeRangeChanged)
        .includeAll(false),
    );
  let id = 1;
  for (const { title: name, panels } of rows) {
    builder.withRow(new RowBuilder(name).id(id++));
    const width = widthIn(panels);
    for (const panel of panels) builder.withPanel(builderOf(panel, width, id++));
  }
  return builder.build();
};
