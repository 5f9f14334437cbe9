// Made from docs/api/openapi.json by `npm run generate`.
export interface paths {
    readonly "/api/provision": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Provision an endpoint */
        readonly post: operations["Provision.provision"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/provision/{endpointId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Get a provisioned endpoint */
        readonly get: operations["Provision.one"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/models/{owner}/{name}/run": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Deploy a model of the hub */
        readonly post: operations["Hub.run"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/models/{owner}/{name}/run/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Get a deployment */
        readonly get: operations["Hub.one"];
        /** Change a deployment */
        readonly put: operations["Hub.update"];
        readonly post?: never;
        /** Delete a deployment */
        readonly delete: operations["Hub.remove"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/models/{owner}/{name}/run/{id}/start": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        /** Start a deployment */
        readonly put: operations["Hub.start"];
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/models/{owner}/{name}/run/{id}/stop": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        /** Stop a deployment */
        readonly put: operations["Hub.stop"];
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/alerts": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** List alerts */
        readonly get: operations["Alert.all"];
        readonly put?: never;
        /** Create an alert */
        readonly post: operations["Alert.create"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/alerts/{alertId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Get an alert, and what it says now */
        readonly get: operations["Alert.one"];
        readonly put?: never;
        readonly post?: never;
        /** Remove an alert */
        readonly delete: operations["Alert.remove"];
        readonly options?: never;
        readonly head?: never;
        /** Change an alert */
        readonly patch: operations["Alert.change"];
        readonly trace?: never;
    };
    readonly "/v1/alerts/{alertId}/history": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** List each time that an alert fired or was resolved */
        readonly get: operations["Alert.history"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/alerts/{alertId}/instances": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** List what an alert says of each endpoint or replica */
        readonly get: operations["Alert.instances"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/alerts/{alertId}/mute": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Mute an alert for a while */
        readonly post: operations["Alert.mute"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/alerts/{alertId}/test": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Try the channels of an alert out */
        readonly post: operations["Alert.test"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/alerts/{alertId}/unmute": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** End the mute of an alert */
        readonly post: operations["Alert.unmute"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/apply": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Bring endpoints to what a manifest says */
        readonly post: operations["Manifest.apply"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/billing/burn": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Get what an hour costs now, what the month has cost, and a forecast */
        readonly get: operations["Report.burn"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/billing/export": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Export what was used and what it costs */
        readonly get: operations["Report.export"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/billing/invoices": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** List invoices */
        readonly get: operations["Invoice.all"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/billing/invoices/{invoiceId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Get an invoice */
        readonly get: operations["Invoice.one"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/billing/invoices/{invoiceId}/proof": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Say what a line of an invoice follows from */
        readonly get: operations["Invoice.proof"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/billing/invoices/draft": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Get the invoice of the month that runs, as it stands */
        readonly get: operations["Invoice.draft"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/billing/ledger": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** List the transactions of a project’s ledger */
        readonly get: operations["Ledger.all"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/billing/usage": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Get what was used, by whatever it is divided */
        readonly get: operations["Report.usage"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/budgets": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** List budgets */
        readonly get: operations["Budget.all"];
        readonly put?: never;
        /** Set a budget */
        readonly post: operations["Budget.create"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/budgets/{budgetId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Get a budget, and what is spent of it */
        readonly get: operations["Budget.one"];
        readonly put?: never;
        readonly post?: never;
        /** Remove a budget */
        readonly delete: operations["Budget.remove"];
        readonly options?: never;
        readonly head?: never;
        /** Change a budget */
        readonly patch: operations["Budget.change"];
        readonly trace?: never;
    };
    readonly "/v1/channels": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** List channels */
        readonly get: operations["Channel.all"];
        readonly put?: never;
        /** Create a channel */
        readonly post: operations["Channel.create"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/channels/{channelId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Get a channel, and how it fares */
        readonly get: operations["Channel.one"];
        readonly put?: never;
        readonly post?: never;
        /** Remove a channel */
        readonly delete: operations["Channel.remove"];
        readonly options?: never;
        readonly head?: never;
        /** Change a channel */
        readonly patch: operations["Channel.change"];
        readonly trace?: never;
    };
    readonly "/v1/channels/{channelId}/deliveries": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** List the deliveries of a channel */
        readonly get: operations["Channel.deliveries"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/channels/{channelId}/replay": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Deliver again what a channel has missed */
        readonly post: operations["Channel.replay"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/channels/{channelId}/test": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Try a channel out */
        readonly post: operations["Channel.test"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/cost": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Get what a project costs */
        readonly get: operations["Cost.ofProject"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/endpoints": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** List endpoints */
        readonly get: operations["Endpoint.all"];
        readonly put?: never;
        /** Create an endpoint, or only judge it */
        readonly post: operations["Endpoint.create"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/endpoints/{endpointId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Get an endpoint, now or as it was */
        readonly get: operations["Endpoint.one"];
        readonly put?: never;
        readonly post?: never;
        /** Delete an endpoint */
        readonly delete: operations["Endpoint.remove"];
        readonly options?: never;
        readonly head?: never;
        /** Change an endpoint, or only judge the change */
        readonly patch: operations["Endpoint.update"];
        readonly trace?: never;
    };
    readonly "/v1/endpoints/{endpointId}/cost": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Get what an endpoint costs */
        readonly get: operations["Cost.ofEndpoint"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/endpoints/{endpointId}/disable": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Switch an endpoint off */
        readonly post: operations["EndpointAction.disable"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/endpoints/{endpointId}/domains": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** List the custom domains of an endpoint */
        readonly get: operations["Domain.all"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/endpoints/{endpointId}/domains/{domain}/check": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Look the record of a custom domain up now */
        readonly post: operations["Domain.check"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/endpoints/{endpointId}/enable": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Let a disabled endpoint be started again */
        readonly post: operations["EndpointAction.enable"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/endpoints/{endpointId}/events": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** List what happened to an endpoint */
        readonly get: operations["History.all"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/endpoints/{endpointId}/export": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Write an endpoint as a manifest */
        readonly get: operations["Manifest.export"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/endpoints/{endpointId}/invocations": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** List the asynchronous requests of an endpoint */
        readonly get: operations["Invocation.all"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/endpoints/{endpointId}/invocations/{invocationId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Get an asynchronous request */
        readonly get: operations["Invocation.one"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/endpoints/{endpointId}/invocations/{invocationId}/cancel": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Cancel an asynchronous request */
        readonly post: operations["Invocation.cancel"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/endpoints/{endpointId}/invocations/{invocationId}/replay": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Queue an asynchronous request anew that was given up */
        readonly post: operations["Invocation.replay"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/endpoints/{endpointId}/logs": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Read or follow the log of an endpoint */
        readonly get: operations["Log.lines"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/endpoints/{endpointId}/metrics": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Get numbers of an endpoint over time */
        readonly get: operations["Metric.series"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/endpoints/{endpointId}/replicas": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** List the replicas of an endpoint */
        readonly get: operations["Replica.all"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/endpoints/{endpointId}/replicas/{replicaId}/placement": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Say why a replica is where it is, or why it waits */
        readonly get: operations["Replica.placement"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/endpoints/{endpointId}/requests": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** List the requests that reached an endpoint */
        readonly get: operations["Request.all"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/endpoints/{endpointId}/requests/export": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Export the requests that reached an endpoint */
        readonly get: operations["Request.export"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/endpoints/{endpointId}/requests/hourly": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Sum up an endpoint’s requests by the hour */
        readonly get: operations["Request.hourly"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/endpoints/{endpointId}/restart": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Restart an endpoint */
        readonly post: operations["EndpointAction.restart"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/endpoints/{endpointId}/revisions": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** List the revisions of an endpoint */
        readonly get: operations["Revision.all"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/endpoints/{endpointId}/revisions/{revision}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Get a revision of an endpoint */
        readonly get: operations["Revision.one"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/endpoints/{endpointId}/rollback": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Return to an earlier revision */
        readonly post: operations["Revision.rollback"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/endpoints/{endpointId}/rollout": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        /** Give a canary another share of the requests */
        readonly patch: operations["Revision.shift"];
        readonly trace?: never;
    };
    readonly "/v1/endpoints/{endpointId}/rollout/abort": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Return to the template before */
        readonly post: operations["Revision.abort"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/endpoints/{endpointId}/rollout/promote": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Let the new template take over */
        readonly post: operations["Revision.promote"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/endpoints/{endpointId}/scaling": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Say why an endpoint has the replicas it has */
        readonly get: operations["Scaling.why"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/endpoints/{endpointId}/secrets": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** List the secrets of an endpoint */
        readonly get: operations["Secret.all"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/endpoints/{endpointId}/simulate": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Replay an endpoint’s traffic under other policies */
        readonly post: operations["Scaling.simulate"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/endpoints/{endpointId}/start": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Start an endpoint */
        readonly post: operations["EndpointAction.start"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/endpoints/{endpointId}/stop": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Stop an endpoint */
        readonly post: operations["EndpointAction.stop"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/frameworks": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** List frameworks */
        readonly get: operations["Catalogue.frameworks"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/hardware": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** List hardware */
        readonly get: operations["Catalogue.hardware"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/log-sinks": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** List log sinks */
        readonly get: operations["LogSink.all"];
        readonly put?: never;
        /** Ship lines to a receiver */
        readonly post: operations["LogSink.create"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/log-sinks/{sinkId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Get a log sink and how it fares */
        readonly get: operations["LogSink.one"];
        readonly put?: never;
        readonly post?: never;
        /** Delete a log sink */
        readonly delete: operations["LogSink.remove"];
        readonly options?: never;
        readonly head?: never;
        /** Change a log sink, or switch it off and on */
        readonly patch: operations["LogSink.change"];
        readonly trace?: never;
    };
    readonly "/v1/log-sinks/{sinkId}/test": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Try a log sink out */
        readonly post: operations["LogSink.test"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/me": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Get who calls */
        readonly get: operations["Me.me"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/metric-names": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** List what is measured */
        readonly get: operations["Metric.names"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/metric-series": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Get numbers of a project over time */
        readonly get: operations["Metric.ofProject"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/metric-values": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Get what numbers are now */
        readonly get: operations["Metric.values"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/metrics": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Get the numbers of a project for Prometheus */
        readonly get: operations["Metric.scrape"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/nodes": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** List nodes */
        readonly get: operations["Node.all"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/nodes/{nodeId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Get a node */
        readonly get: operations["Node.one"];
        readonly put?: never;
        readonly post?: never;
        /** Take a node out of its pool */
        readonly delete: operations["Node.remove"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/nodes/{nodeId}/cordon": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Keep new replicas off a node */
        readonly post: operations["Node.cordon"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/nodes/{nodeId}/drain": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Empty a node */
        readonly post: operations["Node.drain"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/nodes/{nodeId}/uncordon": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Let a node take replicas again */
        readonly post: operations["Node.uncordon"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/plans": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** List the plans that every project is billed by */
        readonly get: operations["Plan.all"];
        readonly put?: never;
        /** Publish a plan for every project */
        readonly post: operations["Plan.publish"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/projects": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** List projects */
        readonly get: operations["Project.all"];
        readonly put?: never;
        /** Create a project */
        readonly post: operations["Project.create"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/projects/{projectId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Get a project */
        readonly get: operations["Project.one"];
        readonly put?: never;
        readonly post?: never;
        /** Delete a project */
        readonly delete: operations["Project.remove"];
        readonly options?: never;
        readonly head?: never;
        /** Rename a project */
        readonly patch: operations["Project.rename"];
        readonly trace?: never;
    };
    readonly "/v1/projects/{projectId}/balance": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Get what a project has left and what it owes */
        readonly get: operations["Credit.balance"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/projects/{projectId}/credits": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** List the credits of a project */
        readonly get: operations["Credit.all"];
        readonly put?: never;
        /** Grant a project credit */
        readonly post: operations["Credit.grant"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/projects/{projectId}/plans": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** List the plans of a project */
        readonly get: operations["Plan.ofProject"];
        readonly put?: never;
        /** Publish a plan for a project */
        readonly post: operations["Plan.publishForProject"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/projects/{projectId}/quotas": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Get what a project may have, and what it has */
        readonly get: operations["Quota.quotasAndUse"];
        /** Set what a project may have */
        readonly put: operations["Quota.set"];
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/projects/{projectId}/tokens": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** List tokens */
        readonly get: operations["Token.all"];
        readonly put?: never;
        /** Issue a token */
        readonly post: operations["Token.issue"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/projects/{projectId}/tokens/{tokenId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post?: never;
        /** Revoke a token */
        readonly delete: operations["Token.revoke"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/rates": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** List the prices of hardware and add-ons */
        readonly get: operations["Rate.all"];
        readonly put?: never;
        /** Publish a price */
        readonly post: operations["Rate.publish"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/requests/hourly": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Sum up a project’s requests by the hour */
        readonly get: operations["Request.ofProject"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/security-groups": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** List security groups */
        readonly get: operations["SecurityGroup.all"];
        readonly put?: never;
        /** Create a security group */
        readonly post: operations["SecurityGroup.create"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/security-groups/{securityGroupId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Get a security group */
        readonly get: operations["SecurityGroup.one"];
        /** Replace a security group */
        readonly put: operations["SecurityGroup.change"];
        readonly post?: never;
        /** Delete a security group */
        readonly delete: operations["SecurityGroup.remove"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/sizing": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Say what a model needs */
        readonly post: operations["Sizing.size"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/watch": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Watch a project’s endpoints
         * @description Server-sent events of one project. First `snapshot` with its endpoints, then `change` for each event of its log;
         *     an event’s id is its place in the log. Who sends the last id it saw as `Last-Event-ID` (or `after`) gets what came since, without
         *     gap or repeat, and no snapshot. `reset` says that too much came since: a snapshot follows. `end` says why the platform ends the
         *     stream, as problem details. A comment comes every 15 seconds. A client that takes nothing for 30 seconds is cut off.
         */
        readonly get: operations["Watch.watch"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/webhook-secret": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Get the key that webhooks are signed with */
        readonly get: operations["WebhookSecret.secret"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/webhooks": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** List webhooks */
        readonly get: operations["Webhook.all"];
        readonly put?: never;
        /** Subscribe a URL to events */
        readonly post: operations["Webhook.subscribe"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/webhooks/{webhookId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Get a webhook */
        readonly get: operations["Webhook.one"];
        readonly put?: never;
        readonly post?: never;
        /** Delete a webhook */
        readonly delete: operations["Webhook.remove"];
        readonly options?: never;
        readonly head?: never;
        /** Change a webhook, or switch it off and on */
        readonly patch: operations["Webhook.change"];
        readonly trace?: never;
    };
    readonly "/v1/webhooks/{webhookId}/deliveries": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** List the deliveries of a webhook */
        readonly get: operations["Webhook.deliveries"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/webhooks/{webhookId}/replay": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Deliver again what a webhook has missed */
        readonly post: operations["Webhook.replay"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/webhooks/{webhookId}/rotate": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Give a webhook a new secret */
        readonly post: operations["Webhook.rotate"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/webhooks/{webhookId}/test": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Try a webhook out */
        readonly post: operations["Webhook.test"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        readonly AppliedDocument: {
            readonly changes: readonly {
                /** @enum {string} */
                readonly class: "immutable" | "rolling" | "hot";
                /** @description of what is sealed, only whether it is set */
                readonly from: unknown;
                /** @description a JSON pointer into the configuration */
                readonly pointer: string;
                readonly to: unknown;
            }[];
            readonly effect: {
                /** @enum {string} */
                readonly kind: "none" | "hot" | "rolling" | "canary" | "staged" | "retry";
                readonly text: string;
            } | null;
            readonly endpointId: string | null;
            readonly name: string;
            /** @enum {string} */
            readonly outcome: "created" | "updated" | "unchanged" | "refused";
            readonly problems: readonly {
                readonly message: string;
                /** @description a JSON pointer into the document */
                readonly pointer: string;
            }[];
            readonly revision: number | null;
            readonly warnings: readonly {
                readonly message: string;
                readonly pointer: string;
            }[];
        };
        readonly AsyncWish: {
            /**
             * @description how often a request is tried before it has failed
             * @default 6
             */
            readonly maxAttempts: number | null;
            /**
             * @description for how long it is remembered after its end
             * @default 86400
             */
            readonly resultTtlSeconds: number | null;
            /**
             * @description paths that may be called asynchronously, by POST
             * @example [
             *       "/v1/chat/completions"
             *     ]
             */
            readonly routes: readonly string[];
            /**
             * @description where results go: a folder below the platform’s results folder, or s3://bucket/prefix; by default the platform keeps them, to be read at the call’s status URL
             * @example s3://results/chat
             */
            readonly target?: string | null;
            /**
             * @description after it a request is not tried any more
             * @default 86400
             */
            readonly timeToLiveSeconds: number | null;
            /** @description where to say how each request ended */
            readonly webhookUrl?: string | null;
        };
        readonly ChangeAlert: {
            /**
             * @description what becomes of a window
             * @default avg
             * @enum {string}
             */
            readonly aggregate: "avg" | "max" | "min" | "sum" | "last" | "p50" | "p95" | "p99";
            /**
             * @description by which it is told; none: it is shown alone
             * @example [
             *       "chan-0123456789ab"
             *     ]
             */
            readonly channelIds?: readonly string[];
            /**
             * @description it is over when the value is no longer beyond this; null: beyond the threshold
             * @default null
             */
            readonly clearThreshold: number | null;
            /** @description told with each notice, e.g. what to do */
            readonly description?: string;
            /**
             * @description null: every endpoint of the project, those to come included
             * @default null
             * @example endpt-0123456789ab
             */
            readonly endpointId: string | null;
            /**
             * @description so long it must be beyond the threshold without a break
             * @default 120
             */
            readonly forSeconds: number;
            /**
             * @description so long it must be over without a break
             * @default 0
             */
            readonly keepFiringForSeconds: number;
            readonly metric?: string;
            /** @description when nobody is told that it begins to fire */
            readonly muteWindows?: readonly components["schemas"]["MuteWindowFields"][];
            readonly name?: string;
            /**
             * @description what no value means: all is well, it is told, or nothing changes
             * @default ok
             * @enum {string}
             */
            readonly noData: "ok" | "alert" | "keep";
            /**
             * @description how the value must stand to the threshold for the alert to fire
             * @enum {string}
             */
            readonly operator?: "above" | "at_least" | "below" | "at_most";
            /**
             * @description told again so often while it fires; null: once
             * @default null
             */
            readonly repeatEverySeconds: number | null;
            /**
             * @description whether each endpoint, each replica, or the project as a whole is judged
             * @default endpoint
             * @enum {string}
             */
            readonly scope: "endpoint" | "replica" | "project";
            /**
             * @default warning
             * @enum {string}
             */
            readonly severity: "info" | "warning" | "critical";
            readonly threshold?: number;
            /** @default 300 */
            readonly windowSeconds: number;
        };
        readonly ChangeBudget: {
            /** @description at 100 per cent what it is for is put to sleep, until the next month or a higher limit */
            readonly isHard?: boolean;
            /**
             * @description of a calendar month, in US dollars, with at most nine digits after the point; more than 0
             * @example 500.00
             */
            readonly limitUsd?: string;
            readonly name?: string;
            /**
             * @description told when so many per cent are spent, each once a month; an empty list: never; null: the usual ones
             * @default [
             *       50,
             *       80,
             *       100
             *     ]
             */
            readonly thresholdsPercent: readonly number[] | null;
        };
        readonly ChangeChannel: {
            /**
             * @description of a channel by mail
             * @example [
             *       "oncall@example.com"
             *     ]
             */
            readonly addresses?: readonly string[];
            readonly name?: string;
            /** @description what it hears of beside the alerts that name it */
            readonly notices?: readonly ("endpoint.ready" | "endpoint.failed" | "endpoint.degraded" | "endpoint.no_capacity" | "endpoint.disabled" | "budget.threshold_reached" | "spending.stopped" | "spending.resumed" | "invoice.ready" | "domain.verified" | "domain.released")[];
            /**
             * @description of a webhook, or of an incoming webhook of Slack: the latter is never shown again
             * @example https://hooks.slack.com/services/T0/B0/x
             */
            readonly url?: string;
        };
        readonly ChangeLogSink: {
            /** @default  */
            readonly description: string;
            /**
             * @description false: nothing is shipped until it is enabled
             * @default true
             */
            readonly enabled: boolean;
            /**
             * @description only lines of these endpoints; none named: of all of the project
             * @default []
             * @example [
             *       "endpt-0123456789ab"
             *     ]
             */
            readonly endpointIds: readonly string[];
            /**
             * @description go with each request, e.g. authorization; kept sealed, and never shown again
             * @default {}
             */
            readonly headers: {
                readonly [key: string]: string;
            };
            /**
             * @description otlp: OTLP over HTTP (protobuf); loki: Loki’s push API (JSON). Both are sent with gzip
             * @enum {string}
             */
            readonly kind?: "otlp" | "loki";
            readonly url?: string;
        };
        readonly ChangePreview: {
            readonly changes: readonly {
                /** @enum {string} */
                readonly class: "immutable" | "rolling" | "hot";
                /** @description of what is sealed, only whether it is set */
                readonly from: unknown;
                /** @description a JSON pointer into the configuration */
                readonly pointer: string;
                readonly to: unknown;
            }[];
            readonly effect: {
                /** @enum {string} */
                readonly kind: "none" | "hot" | "rolling" | "canary" | "staged" | "retry";
                readonly text: string;
            } | null;
            readonly price: {
                /** @description billionths of a dollar an hour */
                readonly atMaxNanoUsdPerHour: string;
                /** @description billionths of a dollar an hour */
                readonly atMinNanoUsdPerHour: string;
                readonly hardwareId: string;
                /** @description billionths of a dollar an hour */
                readonly nowNanoUsdPerHour: string;
                /** @description billionths of a dollar an hour */
                readonly perReplicaNanoUsdPerHour: string;
            } | null;
            readonly problems: readonly {
                readonly message: string;
                /** @description a JSON pointer into the body */
                readonly pointer: string;
            }[];
            readonly sizing: components["schemas"]["Sizing"] | null;
            readonly valid: boolean;
            readonly warnings: readonly {
                readonly message: string;
                /** @description a JSON pointer into the body */
                readonly pointer: string;
            }[];
        };
        readonly ChangeWebhook: {
            readonly description?: Record<string, never> | null;
            /** @description names of events, groups of them like billing.*, or * for all */
            readonly eventTypes?: readonly ("*" | "alert.*" | "billing.*" | "channel.*" | "endpoint.*" | "logsink.*" | "network.*" | "project.*" | "rate.*" | "replica.*" | "scaling.*" | "webhook.*" | "AlertChanged" | "AlertCreated" | "AlertMuted" | "AlertRemoved" | "AlertUnmuted" | "BillingPeriodClosed" | "BudgetRemoved" | "BudgetSet" | "BudgetThresholdReached" | "ChannelChanged" | "ChannelCreated" | "ChannelRemoved" | "CreditGranted" | "DomainReleased" | "DomainVerified" | "EndpointConditionChanged" | "EndpointDeleted" | "EndpointDisabled" | "EndpointEnabled" | "EndpointIdled" | "EndpointOccupied" | "EndpointRequested" | "EndpointStartRequested" | "EndpointStateChanged" | "EndpointStopRequested" | "EndpointUpdated" | "InvoiceFinalized" | "LogSinkRemoved" | "LogSinkSet" | "PlanPublished" | "ProjectCreated" | "ProjectDeleted" | "ProjectRenamed" | "QuotasSet" | "RatePublished" | "ReplicaDelayed" | "ReplicaDraining" | "ReplicaPlaced" | "ReplicaReady" | "ReplicaRequested" | "ReplicaResumed" | "ReplicaSlept" | "ReplicaStarted" | "ReplicaStopped" | "ReplicaWakeRequested" | "RolloutFinished" | "RolloutShifted" | "RolloutStarted" | "ScaleDecided" | "SecurityGroupDeleted" | "SecurityGroupSaved" | "SpendingResumed" | "SpendingStopped" | "TrafficVisibilityChanged" | "UsageHourClosed" | "WebhookChanged" | "WebhookDisabled" | "WebhookEnabled" | "WebhookSecretRotated" | "WebhookSubscribed" | "WebhookUnsubscribed")[];
            /**
             * @description disabled: nothing is delivered; active: from the next event on it is
             * @enum {string}
             */
            readonly state?: "active" | "disabled";
            readonly url?: string;
        };
        readonly CommitmentWish: {
            /** @enum {string} */
            readonly kind: "on-demand" | "reserved";
            /** @description of the kind reserved: until then it can be neither stopped nor deleted */
            readonly until?: string | null;
        };
        readonly Cost: {
            /** Format: date-time */
            readonly asOf: string;
            readonly asOfUs: number;
            readonly burnRateNanoUsdPerHour: string;
            readonly costNanoUsd: string;
            readonly gpuMicroseconds: string;
            readonly gpuThousandthsMicroseconds: string;
            readonly lines: readonly {
                readonly billed: boolean;
                readonly costNanoUsd: string;
                readonly coveredMicroseconds: string;
                readonly endpointId: string;
                readonly heldMicroseconds: string;
                /** @enum {string} */
                readonly kind: "usage" | "commitment" | "add-on";
                readonly period: string;
                readonly phaseMicroseconds: {
                    readonly draining: string;
                    readonly idle: string;
                    readonly loading: string;
                    readonly pulling: string;
                    readonly ready: string;
                    readonly sleeping: string;
                };
                readonly priceNanoUsdPerHour: string;
                readonly replicaId: string | null;
                readonly revision: number | null;
                readonly simulated: boolean;
                readonly sku: string;
                readonly sourceId: string;
                readonly startedAtUs: number;
                readonly stoppedAtUs: number | null;
                readonly unit1024ths: string;
                readonly weightedMicrosecondThousandths: string;
            }[];
            readonly nextCursor: string | null;
            readonly position: number;
            readonly vcpuMillisMicroseconds: string;
        };
        readonly CreateAlert: {
            /**
             * @description what becomes of a window
             * @default avg
             * @enum {string}
             */
            readonly aggregate: "avg" | "max" | "min" | "sum" | "last" | "p50" | "p95" | "p99";
            /**
             * @description by which it is told; none: it is shown alone
             * @example [
             *       "chan-0123456789ab"
             *     ]
             */
            readonly channelIds?: readonly string[];
            /**
             * @description it is over when the value is no longer beyond this; null: beyond the threshold
             * @default null
             */
            readonly clearThreshold: number | null;
            /** @description told with each notice, e.g. what to do */
            readonly description?: string;
            /**
             * @description null: every endpoint of the project, those to come included
             * @default null
             * @example endpt-0123456789ab
             */
            readonly endpointId: string | null;
            /**
             * @description so long it must be beyond the threshold without a break
             * @default 120
             */
            readonly forSeconds: number;
            /**
             * @description so long it must be over without a break
             * @default 0
             */
            readonly keepFiringForSeconds: number;
            /** @example latency_p95_seconds */
            readonly metric: string;
            /** @description when nobody is told that it begins to fire */
            readonly muteWindows?: readonly components["schemas"]["MuteWindowFields"][];
            /** @example Slow answers */
            readonly name: string;
            /**
             * @description what no value means: all is well, it is told, or nothing changes
             * @default ok
             * @enum {string}
             */
            readonly noData: "ok" | "alert" | "keep";
            /**
             * @description how the value must stand to the threshold for the alert to fire
             * @enum {string}
             */
            readonly operator: "above" | "at_least" | "below" | "at_most";
            /**
             * @description told again so often while it fires; null: once
             * @default null
             */
            readonly repeatEverySeconds: number | null;
            /**
             * @description whether each endpoint, each replica, or the project as a whole is judged
             * @default endpoint
             * @enum {string}
             */
            readonly scope: "endpoint" | "replica" | "project";
            /**
             * @default warning
             * @enum {string}
             */
            readonly severity: "info" | "warning" | "critical";
            /** @example 2.5 */
            readonly threshold: number;
            /** @default 300 */
            readonly windowSeconds: number;
        };
        readonly CreateBudget: {
            /**
             * @description what it is for; null: the whole project
             * @default null
             * @example endpt-0123456789ab
             */
            readonly endpointId: string | null;
            /**
             * @description at 100 per cent what it is for is put to sleep, until the next month or a higher limit
             * @default false
             */
            readonly isHard: Record<string, never> | null;
            /**
             * @description of a calendar month, in US dollars, with at most nine digits after the point; more than 0
             * @example 250.00
             */
            readonly limitUsd: string;
            /** @example everything */
            readonly name: string;
            /**
             * @description told when so many per cent are spent, each once a month; an empty list: never
             * @default [
             *       50,
             *       80,
             *       100
             *     ]
             */
            readonly thresholdsPercent: readonly number[] | null;
        };
        readonly CreateChannel: {
            /**
             * @description of a channel by mail
             * @example [
             *       "oncall@example.com"
             *     ]
             */
            readonly addresses?: readonly string[];
            /**
             * @description by mail, by a signed POST, or by a message as incoming webhooks of Slack take it
             * @enum {string}
             */
            readonly kind: "email" | "webhook" | "slack";
            /** @example On call */
            readonly name: string;
            /** @description what it hears of beside the alerts that name it */
            readonly notices?: readonly ("endpoint.ready" | "endpoint.failed" | "endpoint.degraded" | "endpoint.no_capacity" | "endpoint.disabled" | "budget.threshold_reached" | "spending.stopped" | "spending.resumed" | "invoice.ready" | "domain.verified" | "domain.released")[];
            /**
             * @description of a webhook, or of an incoming webhook of Slack: the latter is never shown again
             * @example https://hooks.slack.com/services/T0/B0/x
             */
            readonly url?: string;
        };
        readonly CreatedEndpoint: {
            readonly actions: readonly ("start" | "stop" | "restart" | "update" | "rollback" | "promote" | "abort" | "enable" | "disable" | "delete")[];
            readonly async: {
                readonly maxAttempts: number;
                readonly resultTtlSeconds: number;
                readonly routes: readonly string[];
                readonly target: string | null;
                readonly timeToLiveSeconds: number;
                readonly webhookUrl: string | null;
            } | null;
            /** @enum {string} */
            readonly balancing: "least-outstanding" | "prefix-affinity";
            readonly billingAccount: string | null;
            readonly cluster: string;
            readonly commitment: {
                /** @constant */
                readonly kind: "on-demand";
            } | {
                /** @constant */
                readonly kind: "reserved";
                /** Format: date-time */
                readonly until: string;
            };
            readonly conditions: readonly {
                readonly code: string;
                /** @enum {string} */
                readonly condition: "degraded" | "updating" | "pendingCapacity" | "metricStale" | "budgetLimited";
                readonly message: string;
                readonly nextStep: string;
                /** Format: date-time */
                readonly since: string;
            }[];
            readonly containerPort: number | null;
            /** Format: date-time */
            readonly createdAt: string;
            readonly customDomains: readonly string[];
            readonly description: string;
            readonly disabledBy: ("owner" | "operator") | null;
            readonly diskMib: number | null;
            readonly drainTimeoutSeconds: number;
            readonly engineArguments: {
                readonly [key: string]: string | number | boolean;
            };
            readonly environment: {
                readonly [key: string]: string;
            };
            readonly framework: string;
            readonly hardware: {
                readonly gpuCount: number;
                readonly gpuModel: string | null;
                readonly gpuThousandths: number;
                readonly id: string;
                readonly memoryMib: number;
                readonly simulated?: boolean;
                readonly spot?: boolean;
                readonly vcpuMillis: number;
            };
            readonly healthPath: string | null;
            readonly id: string;
            readonly image: {
                readonly command: readonly string[] | null;
                readonly hasCredentials: boolean;
                readonly reference: string;
            } | null;
            readonly internalOnly: boolean;
            readonly limits: {
                readonly replicaConcurrency: number | null;
                readonly requestsPerMinute: number | null;
                readonly tokensPerMinute: number | null;
            };
            readonly model: string;
            readonly modelSource: {
                /** @constant */
                readonly kind: "hub";
                readonly revision: string | null;
            } | {
                /** @constant */
                readonly kind: "bucket";
                readonly url: string;
            } | {
                /** @constant */
                readonly kind: "folder";
            } | {
                /** @constant */
                readonly kind: "image";
            };
            readonly mountPath: string | null;
            readonly name: string;
            readonly notifyWebhookUrl: string | null;
            readonly placement: {
                readonly gang: boolean;
                readonly nodeLabels: {
                    readonly [key: string]: string;
                };
                readonly priority: number;
                /** @enum {string} */
                readonly spread: "prefer" | "nodes" | "zones";
                readonly tolerations: readonly string[];
                readonly zones: readonly string[] | null;
            };
            readonly projectId: string;
            readonly quantization: string | null;
            readonly reason: components["schemas"]["Reason"];
            readonly replicas: {
                readonly desired: number;
                readonly ready: number;
            };
            readonly requestTimeouts: {
                readonly firstByteSeconds: number | null;
                readonly idleSeconds: number | null;
                readonly totalSeconds: number | null;
            };
            readonly revision: number;
            readonly rollout: {
                readonly from: number;
                readonly percent: number;
                readonly readyNew: number;
                readonly readyOld: number;
                /** Format: date-time */
                readonly startedAt: string;
                readonly to: number;
            } | null;
            readonly scaling: {
                readonly idleTimeoutSeconds: number | null;
                readonly initialCooldownSeconds: number;
                readonly maxReplicas: number;
                readonly minReplicas: number;
                /** @enum {string} */
                readonly mode: "automatic" | "manual";
                readonly panic: boolean;
                readonly rules: readonly {
                    readonly metric: string;
                    readonly target: number;
                }[];
                readonly scaleDownPerMinute: number | null;
                readonly scaleUpPerMinute: number | null;
                readonly schedules: readonly {
                    readonly cron: string;
                    readonly durationSeconds: number;
                    readonly maxReplicas: number | null;
                    readonly minReplicas: number | null;
                    readonly timeZone: string;
                }[];
                readonly seasonSeconds: number | null;
                readonly stabilizationWindowSeconds: number | null;
                /** @enum {string} */
                readonly waitPrice: "lean" | "balanced" | "fast";
            };
            readonly secrets: {
                readonly [key: string]: {
                    /** Format: date-time */
                    readonly setAt: string;
                };
            };
            readonly securityGroups: readonly string[];
            readonly simulated: boolean;
            /** @enum {string} */
            readonly sleepMode: "cold" | "warm";
            readonly startupTimeoutSeconds: number;
            /** @enum {string} */
            readonly state: "building" | "deploying" | "starting" | "running" | "sleeping" | "waking" | "stopping" | "stopped" | "build_failed" | "deploy_failed" | "runtime_error" | "disabled" | "deleted";
            readonly tags: {
                readonly [key: string]: string;
            };
            readonly task: string | null;
            readonly templateRevision: number;
            /** Format: date-time */
            readonly updatedAt: string;
            readonly url: string;
            /** @enum {string} */
            readonly visibility: "private" | "public";
            readonly warnings: readonly {
                readonly message: string;
                /** @description a JSON pointer into the body */
                readonly pointer: string;
            }[];
        };
        readonly CreateEndpoint: {
            /** @description by default it takes no asynchronous calls */
            readonly async?: components["schemas"]["AsyncWish"] | null;
            /**
             * @description which replica gets a request. least-outstanding: the one with the fewest; prefix-affinity: chats and completions that begin alike go to the same one, which has their beginning in its cache, unless it has clearly more to do than the others
             * @default least-outstanding
             * @enum {string|null}
             */
            readonly balancing: "least-outstanding" | "prefix-affinity" | null;
            /** @description whom its cost is charged to, in the words of whoever runs the platform */
            readonly billingAccount?: string | null;
            /** @default local */
            readonly cluster: string | null;
            /**
             * @default {
             *       "kind": "on-demand"
             *     }
             */
            readonly commitment: components["schemas"]["CommitmentWish"] | null;
            /** @description by default the framework’s */
            readonly containerPort?: number | null;
            /**
             * @description hosts that reach it once their ownership is proven
             * @default []
             * @example [
             *       "models.example.com"
             *     ]
             */
            readonly customDomains: readonly string[] | null;
            /** @default  */
            readonly description: string | null;
            /** @description by default what the node gives */
            readonly diskMib?: number | null;
            /**
             * @description how long a replica that must go may finish what it has
             * @default 600
             */
            readonly drainTimeoutSeconds: number | null;
            /**
             * @description of its framework: see GET /v1/frameworks
             * @default {}
             * @example {
             *       "ctxSize": 2048
             *     }
             */
            readonly engineArguments: {
                readonly [key: string]: unknown;
            } | null;
            /**
             * @description variables that its process finds
             * @default {}
             */
            readonly environment: {
                readonly [key: string]: string | null;
            } | null;
            /**
             * @description by default the one that serves the model
             * @example llama.cpp
             */
            readonly framework?: string | null;
            /**
             * @description an id of GET /v1/hardware; by default what the model needs. One that ends in -spot is cheaper, and is taken back when others need it
             * @example cpu-1x
             */
            readonly hardware?: string | null;
            /**
             * @description by default the framework’s
             * @example /health
             */
            readonly healthPath?: string | null;
            /** @description by default the framework’s own */
            readonly image?: components["schemas"]["ImageWish"] | null;
            /**
             * @description reached by the internal listener only
             * @default false
             */
            readonly internalOnly: boolean | null;
            /** @description what it takes at most, from all callers together */
            readonly limits?: components["schemas"]["LimitsWish"] | null;
            /**
             * @description must be given, or an image that brings its own: then it is called by the image’s name
             * @example tidegate/tiny
             */
            readonly model?: string | null;
            /** @description by default where its framework looks for models */
            readonly modelSource?: components["schemas"]["ModelSourceWish"] | null;
            /**
             * @description where the disk is mounted in a container
             * @example /data
             */
            readonly mountPath?: string | null;
            /**
             * @description unique in its project
             * @example chat
             */
            readonly name: string;
            /** @description where to say that it became ready or failed for the first time */
            readonly notifyWebhookUrl?: string | null;
            /** @description where its replicas may run, and whose turn it is */
            readonly placement?: components["schemas"]["PlacementWish"] | null;
            /**
             * @description by default as the weights are
             * @example awq
             */
            readonly quantization?: string | null;
            readonly requestTimeouts?: components["schemas"]["RequestTimeoutsWish"] | null;
            /** @description how many replicas it has, and when */
            readonly scaling?: components["schemas"]["ScalingWish"] | null;
            /** @description variables that are sealed and never shown. In a change, one that is left out stays and null takes one away */
            readonly secrets?: {
                readonly [key: string]: string | null;
            } | null;
            /**
             * @description callers must be allowed by one of these; none: from anywhere
             * @default []
             */
            readonly securityGroups: readonly string[] | null;
            /**
             * @description what it keeps when nobody calls it. cold: no replica; warm: one stays, frozen or without its GPU memory, and wakes in seconds, as long as no other replica needs its place
             * @default cold
             * @enum {string|null}
             */
            readonly sleepMode: "cold" | "warm" | null;
            /** @default 600 */
            readonly startupTimeoutSeconds: number | null;
            /**
             * @description at most 32, to find it by
             * @default {}
             */
            readonly tags: {
                readonly [key: string]: string | null;
            } | null;
            /**
             * @description by default whatever its framework serves
             * @example text-generation
             */
            readonly task?: string | null;
            /**
             * @description public: no token is asked for
             * @default private
             * @enum {string|null}
             */
            readonly visibility: "private" | "public" | null;
        };
        readonly CreateLogSink: {
            /** @default  */
            readonly description: string;
            /**
             * @description false: nothing is shipped until it is enabled
             * @default true
             */
            readonly enabled: boolean;
            /**
             * @description only lines of these endpoints; none named: of all of the project
             * @default []
             * @example [
             *       "endpt-0123456789ab"
             *     ]
             */
            readonly endpointIds: readonly string[];
            /**
             * @description go with each request, e.g. authorization; kept sealed, and never shown again
             * @default {}
             */
            readonly headers: {
                readonly [key: string]: string;
            };
            /**
             * @description otlp: OTLP over HTTP (protobuf); loki: Loki’s push API (JSON). Both are sent with gzip
             * @enum {string}
             */
            readonly kind: "otlp" | "loki";
            /**
             * @description with its path: as a rule /v1/logs for otlp, /loki/api/v1/push for loki
             * @example https://otel.example.com/v1/logs
             */
            readonly url: string;
        };
        readonly CreateProject: {
            /** @example research */
            readonly name: string;
        };
        readonly DeleteEndpoint: {
            /** @description the endpoint’s name */
            readonly confirm: string;
        };
        readonly DrainNode: {
            /** @description after so long what is left goes without a replacement; by default it waits for one as long as it takes */
            readonly deadlineSeconds?: number | null;
        };
        readonly Endpoint: {
            readonly actions: readonly ("start" | "stop" | "restart" | "update" | "rollback" | "promote" | "abort" | "enable" | "disable" | "delete")[];
            readonly async: {
                readonly maxAttempts: number;
                readonly resultTtlSeconds: number;
                readonly routes: readonly string[];
                readonly target: string | null;
                readonly timeToLiveSeconds: number;
                readonly webhookUrl: string | null;
            } | null;
            /** @enum {string} */
            readonly balancing: "least-outstanding" | "prefix-affinity";
            readonly billingAccount: string | null;
            readonly cluster: string;
            readonly commitment: {
                /** @constant */
                readonly kind: "on-demand";
            } | {
                /** @constant */
                readonly kind: "reserved";
                /** Format: date-time */
                readonly until: string;
            };
            readonly conditions: readonly {
                readonly code: string;
                /** @enum {string} */
                readonly condition: "degraded" | "updating" | "pendingCapacity" | "metricStale" | "budgetLimited";
                readonly message: string;
                readonly nextStep: string;
                /** Format: date-time */
                readonly since: string;
            }[];
            readonly containerPort: number | null;
            /** Format: date-time */
            readonly createdAt: string;
            readonly customDomains: readonly string[];
            readonly description: string;
            readonly disabledBy: ("owner" | "operator") | null;
            readonly diskMib: number | null;
            readonly drainTimeoutSeconds: number;
            readonly engineArguments: {
                readonly [key: string]: string | number | boolean;
            };
            readonly environment: {
                readonly [key: string]: string;
            };
            readonly framework: string;
            readonly hardware: {
                readonly gpuCount: number;
                readonly gpuModel: string | null;
                readonly gpuThousandths: number;
                readonly id: string;
                readonly memoryMib: number;
                readonly simulated?: boolean;
                readonly spot?: boolean;
                readonly vcpuMillis: number;
            };
            readonly healthPath: string | null;
            readonly id: string;
            readonly image: {
                readonly command: readonly string[] | null;
                readonly hasCredentials: boolean;
                readonly reference: string;
            } | null;
            readonly internalOnly: boolean;
            readonly limits: {
                readonly replicaConcurrency: number | null;
                readonly requestsPerMinute: number | null;
                readonly tokensPerMinute: number | null;
            };
            readonly model: string;
            readonly modelSource: {
                /** @constant */
                readonly kind: "hub";
                readonly revision: string | null;
            } | {
                /** @constant */
                readonly kind: "bucket";
                readonly url: string;
            } | {
                /** @constant */
                readonly kind: "folder";
            } | {
                /** @constant */
                readonly kind: "image";
            };
            readonly mountPath: string | null;
            readonly name: string;
            readonly notifyWebhookUrl: string | null;
            readonly placement: {
                readonly gang: boolean;
                readonly nodeLabels: {
                    readonly [key: string]: string;
                };
                readonly priority: number;
                /** @enum {string} */
                readonly spread: "prefer" | "nodes" | "zones";
                readonly tolerations: readonly string[];
                readonly zones: readonly string[] | null;
            };
            readonly projectId: string;
            readonly quantization: string | null;
            readonly reason: components["schemas"]["Reason"];
            readonly replicas: {
                readonly desired: number;
                readonly ready: number;
            };
            readonly requestTimeouts: {
                readonly firstByteSeconds: number | null;
                readonly idleSeconds: number | null;
                readonly totalSeconds: number | null;
            };
            readonly revision: number;
            readonly rollout: {
                readonly from: number;
                readonly percent: number;
                readonly readyNew: number;
                readonly readyOld: number;
                /** Format: date-time */
                readonly startedAt: string;
                readonly to: number;
            } | null;
            readonly scaling: {
                readonly idleTimeoutSeconds: number | null;
                readonly initialCooldownSeconds: number;
                readonly maxReplicas: number;
                readonly minReplicas: number;
                /** @enum {string} */
                readonly mode: "automatic" | "manual";
                readonly panic: boolean;
                readonly rules: readonly {
                    readonly metric: string;
                    readonly target: number;
                }[];
                readonly scaleDownPerMinute: number | null;
                readonly scaleUpPerMinute: number | null;
                readonly schedules: readonly {
                    readonly cron: string;
                    readonly durationSeconds: number;
                    readonly maxReplicas: number | null;
                    readonly minReplicas: number | null;
                    readonly timeZone: string;
                }[];
                readonly seasonSeconds: number | null;
                readonly stabilizationWindowSeconds: number | null;
                /** @enum {string} */
                readonly waitPrice: "lean" | "balanced" | "fast";
            };
            readonly secrets: {
                readonly [key: string]: {
                    /** Format: date-time */
                    readonly setAt: string;
                };
            };
            readonly securityGroups: readonly string[];
            readonly simulated: boolean;
            /** @enum {string} */
            readonly sleepMode: "cold" | "warm";
            readonly startupTimeoutSeconds: number;
            /** @enum {string} */
            readonly state: "building" | "deploying" | "starting" | "running" | "sleeping" | "waking" | "stopping" | "stopped" | "build_failed" | "deploy_failed" | "runtime_error" | "disabled" | "deleted";
            readonly tags: {
                readonly [key: string]: string;
            };
            readonly task: string | null;
            readonly templateRevision: number;
            /** Format: date-time */
            readonly updatedAt: string;
            readonly url: string;
            /** @enum {string} */
            readonly visibility: "private" | "public";
        };
        readonly EndpointPreview: {
            readonly price: {
                /** @description billionths of a dollar an hour */
                readonly atMaxNanoUsdPerHour: string;
                /** @description billionths of a dollar an hour */
                readonly atMinNanoUsdPerHour: string;
                readonly hardwareId: string;
                /** @description billionths of a dollar an hour */
                readonly nowNanoUsdPerHour: string;
                /** @description billionths of a dollar an hour */
                readonly perReplicaNanoUsdPerHour: string;
            } | null;
            readonly problems: readonly {
                readonly message: string;
                /** @description a JSON pointer into the body */
                readonly pointer: string;
            }[];
            readonly sizing: components["schemas"]["Sizing"] | null;
            readonly valid: boolean;
            readonly warnings: readonly {
                readonly message: string;
                /** @description a JSON pointer into the body */
                readonly pointer: string;
            }[];
        };
        readonly Event: {
            readonly actor: string | null;
            /** Format: date-time */
            readonly at: string;
            readonly correlationId: string;
            readonly data: {
                readonly [key: string]: unknown;
            };
            readonly id: string;
            readonly position: number;
            readonly requestId: string | null;
            readonly type: string;
        };
        readonly Framework: {
            readonly canSleepWarm: boolean;
            readonly containerPort: number;
            readonly contextArgument: string | null;
            readonly description: string;
            readonly drivers: readonly {
                /** @enum {string} */
                readonly driver: "process" | "docker" | "kubernetes";
                /** @enum {string} */
                readonly gpus: "none" | "optional" | "required";
            }[];
            readonly engineArguments: readonly {
                readonly choices?: readonly string[];
                readonly default: string | number | boolean | null;
                readonly flag: string;
                readonly group: string;
                readonly help: string;
                readonly max?: number;
                readonly maxLength?: number;
                readonly min?: number;
                readonly name: string;
                /** @enum {string} */
                readonly onlyIn?: "process" | "container";
                /** @enum {string} */
                readonly type: "text" | "number" | "integer" | "switch" | "select";
            }[];
            /** @enum {string} */
            readonly gpus: "none" | "optional" | "required";
            readonly healthPath: string;
            readonly id: string;
            readonly images: readonly string[];
            readonly metrics: readonly {
                /** @enum {string} */
                readonly aggregation: "sum" | "average" | "max";
                readonly aliases: readonly string[];
                readonly help: string;
                /** @enum {string} */
                readonly kind: "gauge" | "counter" | "histogram";
                readonly name: string;
                /** @enum {string} */
                readonly source: "engine" | "node";
            }[];
            readonly metricsPath: string | null;
            readonly metricsPort: number | null;
            readonly minComputeCapability: number | null;
            /** @enum {string} */
            readonly modelForm: "gguf-file" | "hub-id" | "model-repository" | "in-image" | "none";
            readonly needsImage: boolean;
            /** @enum {string} */
            readonly parallelism: "tensor" | "layers" | "none" | "unknown";
            /** @enum {string} */
            readonly protocol: "openai" | "kserve-v2" | "http";
            readonly quantizations: readonly {
                readonly atLoad: boolean;
                readonly bitsPerWeight: number;
                readonly help: string;
                readonly id: string;
                readonly minComputeCapability: number;
            }[];
            readonly simulated: boolean;
            readonly slots: {
                readonly argument: string;
                readonly default: number;
            } | null;
            readonly tasks: readonly string[] | null;
            readonly title: string;
        };
        readonly GrantCredit: {
            /**
             * @description in US dollars, with at most nine digits after the point; more than 0
             * @example 250.00
             */
            readonly amountUsd: string;
            /**
             * Format: date-time
             * @description what is left then is gone; without it, never
             */
            readonly expiresAt?: Record<string, never> | null;
            /**
             * @description whether it was paid for
             * @enum {string}
             */
            readonly kind: "prepaid" | "promotional";
            /**
             * @description for people
             * @default
             */
            readonly note: Record<string, never>;
        };
        readonly Hardware: {
            readonly computeCapability: number | null;
            readonly gpuCount: number;
            readonly gpuMemoryMib: number;
            readonly gpuModel: string | null;
            readonly gpuTitle: string | null;
            readonly id: string;
            readonly memoryMib: number;
            readonly nvlink: boolean;
            readonly priceNanoUsdPerHour: string;
            readonly spot: boolean;
            readonly title: string;
            readonly vcpuMillis: number;
        };
        readonly ImageWish: {
            /** @description what to start in it; by default what it starts by itself */
            readonly command?: readonly string[] | null;
            /** @description of a private registry; left out in a change, they stay */
            readonly credentials?: components["schemas"]["RegistryCredentials"] | null;
            /** @example registry.example.com/team/server:1.4 */
            readonly reference: string;
        };
        readonly IssuedToken: {
            /** Format: date-time */
            readonly createdAt: string;
            readonly expiresAt: string | null;
            readonly id: string;
            readonly lastUsedAt: string | null;
            readonly limits: {
                readonly requestsPerMinute: number | null;
                readonly tokensPerMinute: number | null;
            };
            readonly name: string;
            readonly projectId: string;
            readonly revokedAt: string | null;
            readonly role: ("owner" | "developer" | "viewer") | null;
            readonly scopes: readonly ("read" | "write" | "invoke" | "admin")[];
            readonly token: string | null;
        };
        readonly IssueToken: {
            /**
             * Format: date-time
             * @description null or absent: it does not expire
             */
            readonly expiresAt?: string | null;
            /** @description what may be called with it, at whichever endpoints */
            readonly limits?: components["schemas"]["RateLimitsWish"] | null;
            /** @example ci */
            readonly name: string;
            /**
             * @description owner: all scopes; developer: read, write, invoke; viewer: read
             * @enum {string|null}
             */
            readonly role?: "owner" | "developer" | "viewer" | null;
            /** @description read sees, write changes, invoke calls endpoints, admin gives and takes tokens; either scopes or role */
            readonly scopes?: readonly ("read" | "write" | "invoke" | "admin")[] | null;
        };
        readonly LimitsWish: {
            /** @description how many requests one replica has at a time, the others wait; at least the target of concurrency; by default no limit */
            readonly replicaConcurrency?: number | null;
            /** @description by default no limit */
            readonly requestsPerMinute?: number | null;
            /** @description of prompts and answers, as the runtime counts them; by default no limit */
            readonly tokensPerMinute?: number | null;
        };
        readonly LogLine: {
            /** Format: date-time */
            readonly at: string;
            readonly attributes: {
                readonly [key: string]: string;
            } | null;
            readonly cursor: string;
            readonly replicaId: string | null;
            readonly requestId: string | null;
            readonly sequence: number;
            /** @enum {string} */
            readonly severity: "trace" | "debug" | "info" | "warn" | "error" | "fatal";
            /** @enum {string} */
            readonly stream: "stdout" | "stderr" | "pushed" | "platform";
            readonly text: string;
            readonly traceId: string | null;
        };
        readonly ModelSourceWish: {
            /**
             * @description hub: by its id from the model hub; folder: the models folder of each node; image: it is in the image. bucket is refused: nothing fetches from object storage
             * @enum {string}
             */
            readonly kind: "hub" | "bucket" | "folder" | "image";
            /**
             * @description of the kind hub: a branch, tag or commit
             * @example main
             */
            readonly revision?: string | null;
            /** @description of the kind bucket, which is refused: leave it out */
            readonly url?: string | null;
        };
        readonly MuteAlert: {
            /**
             * Format: date-time
             * @description until then nobody is told; at most a year
             */
            readonly until: string;
        };
        readonly MuteWindowFields: {
            /** @description on which it begins; none: each day */
            readonly days?: readonly ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[];
            /** @example 22:00 */
            readonly from: string;
            /**
             * @default UTC
             * @example Europe/Berlin
             */
            readonly timeZone: string;
            /**
             * @description at or before `from`: on the next day
             * @example 06:00
             */
            readonly until: string;
        };
        readonly Node: {
            readonly capacity: {
                readonly diskMib: number;
                readonly gpus: readonly {
                    readonly index: number;
                    readonly island: string | null;
                    readonly memoryMib: number;
                    readonly model: string;
                    readonly simulated: boolean;
                }[];
                readonly memoryMib: number;
                readonly vcpuMillis: number;
            };
            readonly cluster: string;
            readonly drain: {
                readonly deadline: string | null;
                /** Format: date-time */
                readonly startedAt: string;
            } | null;
            /** @enum {string} */
            readonly driver: "process" | "docker" | "kubernetes";
            readonly free: {
                readonly diskMib: number;
                readonly gpuThousandths: readonly number[];
                readonly memoryMib: number;
                readonly vcpuMillis: number;
            };
            readonly hostname: string;
            readonly id: string;
            readonly labels: {
                readonly [key: string]: string;
            };
            /** Format: date-time */
            readonly lastSeenAt: string;
            readonly replicas: number;
            readonly simulated: boolean;
            /** @enum {string} */
            readonly state: "ready" | "cordoned" | "draining" | "lost";
            readonly taints: readonly string[];
            readonly zone: string | null;
        };
        readonly PlacementWish: {
            /**
             * @description replicas that are asked for together are placed together or not at all
             * @default false
             */
            readonly gang: boolean | null;
            /**
             * @description only on nodes with all of these labels: see GET /v1/nodes
             * @default {}
             * @example {
             *       "gpu.generation": "hopper"
             *     }
             */
            readonly nodeLabels: {
                readonly [key: string]: string | null;
            } | null;
            /**
             * @description a higher one is placed first, and may take the place of a lower one; at most what the project’s quota allows, which is also the default where it is lower. Spot hardware always comes after all that is not
             * @default 50
             */
            readonly priority: number | null;
            /**
             * @description prefer: replicas keep apart where it costs little; nodes, zones: never two on one node, in one zone
             * @default prefer
             * @enum {string|null}
             */
            readonly spread: "prefer" | "nodes" | "zones" | null;
            /**
             * @description taints of nodes that do not keep it off; spot hardware tolerates the taint spot by itself
             * @default []
             * @example [
             *       "batch"
             *     ]
             */
            readonly tolerations: readonly string[] | null;
            /**
             * @description only in these; by default in any
             * @example [
             *       "room-1"
             *     ]
             */
            readonly zones?: readonly string[] | null;
        };
        readonly PolicyWish: {
            /**
             * @description to tell it from the others
             * @example fast
             */
            readonly name: string;
            /** @description what differs from the endpoint’s own, as a merge patch: null returns to the default */
            readonly scaling?: components["schemas"]["ScalingWish"] | null;
        };
        readonly Problem: {
            /** @description stable; never reused for something else */
            readonly code: string;
            readonly detail: string;
            readonly errors?: readonly {
                readonly message: string;
                /** @description a JSON pointer into the body, `?name` of the query, or a header */
                readonly pointer: string;
            }[];
            /** @description what to do about it */
            readonly remedy: string;
            readonly requestId: string;
            readonly status: number;
            readonly title: string;
            /** @description the page that explains the code */
            readonly type: string;
        };
        readonly Project: {
            /** Format: date-time */
            readonly createdAt: string;
            readonly id: string;
            readonly name: string;
        };
        readonly ProvisionModel: {
            /**
             * @default private
             * @enum {string|null}
             */
            readonly authMode: "private" | "public" | null;
            readonly customDomain?: string | null;
            /** @description opens gated models; sealed and never shown */
            readonly hfToken?: string | null;
            /** @description an id of GET /v1/hardware; by default what the model needs */
            readonly instanceType?: string | null;
            readonly maxNodes?: number | null;
            /** @description 0: it hibernates when nobody calls */
            readonly minNodes?: number | null;
            /** @example tidegate/tiny */
            readonly modelId: string;
            /** @description by default made of the model’s name */
            readonly name?: string | null;
        };
        readonly PublishPlan: {
            /** @description of an endpoint that takes asynchronous requests, idle time is free */
            readonly asyncIdleIsFree: boolean;
            /** @description what committed replicas cost */
            readonly committed: number;
            /**
             * Format: date-time
             * @description it may lie in the past: what was used since is rated again; without it, now
             */
            readonly effectiveFrom?: Record<string, never> | null;
            /** @description a start that never became ready counts by this too */
            readonly failedStart: number;
            /** @description a project whose credit is used up is put to sleep */
            readonly mustPrepay: boolean;
            /**
             * @description how a second of each phase of a replica counts
             * @example {
             *       "pulling": 0,
             *       "loading": 1000,
             *       "ready": 1000,
             *       "idle": 1000,
             *       "draining": 1000,
             *       "sleeping": 1000
             *     }
             */
            readonly phases?: {
                readonly draining: number;
                readonly idle: number;
                readonly loading: number;
                readonly pulling: number;
                readonly ready: number;
                readonly sleeping: number;
            };
        };
        readonly PublishRate: {
            /**
             * Format: date-time
             * @description it may lie in the past: what was used since is rated again; without it, now
             */
            readonly effectiveFrom?: Record<string, never> | null;
            /**
             * @description billionths of a US dollar for an hour of one replica, one domain, or one GiB
             * @example 3900000000
             */
            readonly priceNanoUsdPerHour: number;
            /**
             * @description the id of a hardware flavour, or of an add-on: `custom-domain`, `storage-gib`
             * @example h100-1x
             */
            readonly sku: string;
        };
        readonly RateLimitsWish: {
            /** @description by default no limit */
            readonly requestsPerMinute?: number | null;
            /** @description of prompts and answers, as the runtime counts them; by default no limit */
            readonly tokensPerMinute?: number | null;
        };
        readonly Reason: {
            readonly code: string;
            readonly message: string;
            readonly nextStep: string;
        };
        readonly RegistryCredentials: {
            /** @description write-only: it is sealed and never shown */
            readonly password: string;
            readonly username: string;
        };
        readonly RenameProject: {
            /** @example research */
            readonly name: string;
        };
        readonly ReplayChannel: {
            /** @description one delivery, by its id; left out: each that was given up, at most a thousand, the newest first */
            readonly deliveryId?: string | null;
        };
        readonly ReplayWebhook: {
            /** @description everything that the webhook is subscribed to after this position of the log; 0: from its beginning */
            readonly afterPosition?: number | null;
            /** @description one delivery, by its id (the header webhook-id) */
            readonly deliveryId?: Record<string, never> | null;
            /**
             * Format: date-time
             * @description everything that the webhook is subscribed to since this time
             */
            readonly since?: string | null;
        };
        readonly Replica: {
            readonly endpointId: string;
            readonly hardwareId: string;
            readonly id: string;
            readonly nodeId: string | null;
            readonly placeInLine: {
                readonly of: number;
                readonly place: number;
            } | null;
            readonly readyAt: string | null;
            readonly reason: string;
            /** Format: date-time */
            readonly requestedAt: string;
            readonly revision: number;
            readonly simulated: boolean;
            readonly startedAt: string | null;
            /** @enum {string} */
            readonly state: "pending" | "placed" | "starting" | "ready" | "draining" | "asleep" | "stopped";
            readonly stoppedAt: string | null;
        };
        readonly Request: {
            /** Format: date-time */
            readonly at: string;
            readonly attempts: number;
            readonly bytesIn: number;
            readonly bytesOut: number;
            readonly clientAddress: string;
            readonly code: string | null;
            readonly completionTokens: number | null;
            readonly durationMs: number;
            readonly endpointId: string;
            readonly firstByteMs: number | null;
            readonly method: string;
            /** @enum {string} */
            readonly outcome: "answered" | "refused" | "client_gone" | "cut";
            readonly path: string;
            readonly promptTokens: number | null;
            readonly queueMs: number;
            readonly replicaId: string | null;
            readonly requestId: string;
            readonly status: number | null;
            readonly stream: boolean;
            readonly tokenId: string | null;
            readonly tokenName: string | null;
            readonly tokensEstimated: boolean;
            readonly traceId: string | null;
            readonly wakeMs: number;
        };
        readonly RequestHour: {
            readonly bytesIn: number;
            readonly bytesOut: number;
            readonly completionTokens: number;
            readonly durationMs: {
                readonly longest: number;
                readonly mean: number | null;
                readonly p50: number | null;
                readonly p95: number | null;
                readonly p99: number | null;
            };
            readonly endpointId: string | null;
            readonly errors: number;
            /** Format: date-time */
            readonly firstAt: string;
            readonly firstByteMs: {
                readonly mean: number | null;
                readonly p50: number | null;
                readonly p95: number | null;
                readonly p99: number | null;
            };
            /** Format: date-time */
            readonly hour: string;
            /** Format: date-time */
            readonly lastAt: string;
            readonly promptTokens: number;
            readonly requests: number;
            readonly requestsWithTokens: number;
            readonly requestsWithTokensEstimated: number;
            readonly statusClass: ("none" | "1xx" | "2xx" | "3xx" | "4xx" | "5xx") | null;
            readonly tokenId: string | null;
            readonly tokenName: string | null;
        };
        readonly RequestTimeoutsWish: {
            /** @description by default the gateway’s own */
            readonly firstByteSeconds?: number | null;
            /** @description by default the gateway’s own */
            readonly idleSeconds?: number | null;
            /** @description by default the gateway’s own */
            readonly totalSeconds?: number | null;
        };
        readonly Revision: {
            readonly actor: string | null;
            /** @enum {string} */
            readonly cause: "create" | "update" | "rollback" | "restart" | "abort";
            readonly changed: readonly {
                /** @enum {string} */
                readonly class: "immutable" | "rolling" | "hot";
                readonly pointer: string;
            }[];
            /** Format: date-time */
            readonly createdAt: string;
            readonly requestId: string | null;
            readonly revision: number;
            readonly secrets: readonly string[];
            readonly spec: {
                readonly [key: string]: unknown;
            };
            readonly templateRevision: number;
        };
        readonly Rollback: {
            /** @description the revision whose configuration it gets again */
            readonly revision: number;
        };
        readonly RuleOfSecurityGroup: {
            /**
             * @description IPv4 or IPv6 addresses that may call; one address alone may stand without a prefix
             * @example 10.0.0.0/8
             */
            readonly cidr: string;
            /** @description ports that may be called; absent, null or empty: any */
            readonly ports?: readonly number[];
        };
        readonly RuleWish: {
            /**
             * @description concurrency: requests in flight and waiting; requestsPerSecond; or a gauge or counter of its framework, by any of its names: see GET /v1/frameworks. A counter counts as its rate per second. With an own image, any name of its /metrics
             * @example concurrency
             */
            readonly metric: string;
            /**
             * @description what one replica is meant to carry of it
             * @example 4
             */
            readonly target: number;
        };
        readonly RunModel: {
            readonly cluster_id?: string | null;
            /** @description by default made of the model’s name */
            readonly deploy_name?: string | null;
            /**
             * @description as on the framework’s command line
             * @example --max-model-len 4096
             */
            readonly engine_args?: string | null;
            /** @description read and not used: the platform finds the file */
            readonly entrypoint?: string | null;
            /**
             * @description a JSON object of variables, also as text
             * @example {"LANG":"C"}
             */
            readonly env?: string | {
                readonly [key: string]: unknown;
            };
            readonly max_replica?: number | null;
            readonly min_replica?: number | null;
            /** @description read and not used */
            readonly order_detail_id?: number | null;
            /** @description an id of GET /v1/hardware, or its place there, from 1 */
            readonly resource_id?: string | number;
            /** @description branch, tag or commit of the model */
            readonly revision?: string | null;
            /** @description an id of GET /v1/frameworks, or its place there, from 1 */
            readonly runtime_framework_id?: string | number;
            /** @description 1: public, 2: private */
            readonly secure_level?: number | null;
        };
        readonly SaveSecurityGroup: {
            /** @example office */
            readonly name: string;
            /** @description who may call: whoever one of the rules allows; none: nobody */
            readonly rules: readonly components["schemas"]["RuleOfSecurityGroup"][];
        };
        readonly ScalingWish: {
            /**
             * @description how long the last replica stays with nothing to do; by default what the gaps between its requests make cheapest, learned as they come
             * @example 300
             */
            readonly idleTimeoutSeconds?: number | null;
            /**
             * @description the shortest time between a wake and the next sleep
             * @default 0
             */
            readonly initialCooldownSeconds: number | null;
            /**
             * @description at most what the project’s quota allows
             * @default 1
             */
            readonly maxReplicas: number | null;
            /**
             * @description 0: it sleeps when nobody calls it
             * @default 0
             */
            readonly minReplicas: number | null;
            /**
             * @description manual: minReplicas is the count, at once
             * @default automatic
             * @enum {string|null}
             */
            readonly mode: "automatic" | "manual" | null;
            /**
             * @description whether surges and queues are answered; false: the level of the traffic alone
             * @default true
             */
            readonly panic: boolean | null;
            /**
             * @description each metric once; the highest answer wins, and a metric that is not known now has none
             * @default [
             *       {
             *         "metric": "concurrency",
             *         "target": 4
             *       }
             *     ]
             */
            readonly rules: readonly components["schemas"]["RuleWish"][] | null;
            /**
             * @description the most replicas lost within any minute; by default no limit
             * @example 2
             */
            readonly scaleDownPerMinute?: number | null;
            /**
             * @description the most replicas gained within any minute; by default no limit
             * @example 10
             */
            readonly scaleUpPerMinute?: number | null;
            /**
             * @description bounds that apply from a time on, for a while; of several the one that began last counts, of those that began together the last
             * @default []
             */
            readonly schedules: readonly components["schemas"]["ScheduleWish"][] | null;
            /**
             * @description traffic that repeats with this period is expected before it comes; by default nothing is expected
             * @example 86400
             */
            readonly seasonSeconds?: number | null;
            /**
             * @description no replica is given up before it was not wanted for so long; by default as long as a start is worth
             * @example 120
             */
            readonly stabilizationWindowSeconds?: number | null;
            /**
             * @description what a second of a caller’s waiting may cost: fast keeps more in reserve and idles longer, lean less
             * @default balanced
             * @enum {string|null}
             */
            readonly waitPrice: "lean" | "balanced" | "fast" | null;
        };
        readonly ScheduleWish: {
            /**
             * @description when it begins, as five fields: minute, hour, day of the month, month, day of the week. A time that the clock skips begins when it has jumped, and one that it repeats begins once; what comes every hour or more often keeps coming
             * @example 0 8 * * 1-5
             */
            readonly cron: string;
            /**
             * @description how long it lasts, whatever clocks do meanwhile
             * @example 36000
             */
            readonly durationSeconds: number;
            /**
             * @description by default the endpoint’s own; at most what the project’s quota allows
             * @example 6
             */
            readonly maxReplicas?: number | null;
            /**
             * @description by default the endpoint’s own
             * @example 2
             */
            readonly minReplicas?: number | null;
            /**
             * @description in which the five fields are meant: a name of the IANA time zone database
             * @default UTC
             * @example Europe/Rome
             */
            readonly timeZone: string | null;
        };
        readonly SetQuotas: {
            /** @description that are not deleted */
            readonly endpoints: number;
            /** @description sum of maxReplicas, at the largest of its schedules, x GPUs over all endpoints */
            readonly gpus: number;
            /**
             * @description the highest that placement.priority may be
             * @default 50
             */
            readonly priority: number | null;
            /** @description the most that maxReplicas may be, of an endpoint and of its schedules */
            readonly replicasPerEndpoint: number;
        };
        readonly ShiftRollout: {
            /** @description of 100 requests, how many go to the new template; 100 promotes it */
            readonly percent: number;
        };
        readonly SimulateEndpoint: {
            /** @description whole minutes are replayed; by default a day before “to” */
            readonly from?: string | null;
            /** @description by default the endpoint’s own, as “current” */
            readonly policies?: readonly components["schemas"]["PolicyWish"][] | null;
            /** @description by default now */
            readonly to?: string | null;
        };
        readonly SizeModel: {
            /**
             * @description requests whose whole context must fit at the same time
             * @default 1
             */
            readonly concurrency: number;
            /** @description tokens of one request and its answer; by default what the model was made for */
            readonly contextTokens?: number;
            /**
             * @description by default the one that serves such a model
             * @example vllm
             */
            readonly framework?: string;
            /** @example meta-llama/Llama-3.1-8B-Instruct */
            readonly model: string;
            /**
             * @description where the weights come from; by default the hub. From elsewhere they are sized by the model’s name
             * @example {
             *       "kind": "hub",
             *       "revision": null
             *     }
             */
            readonly modelSource?: {
                readonly [key: string]: unknown;
            };
            /**
             * @description by default as the weights are
             * @example fp8
             */
            readonly quantization?: string;
            /**
             * @description count spot hardware too: cheaper, and taken back when others need it
             * @default false
             */
            readonly spot: boolean;
        };
        readonly Sizing: {
            readonly activeParameters: number | null;
            readonly bitsPerWeight: number | null;
            readonly concurrency: number;
            /** @enum {string} */
            readonly confidence: "exact" | "high" | "medium" | "low" | "none";
            readonly contextTokens: number | null;
            readonly diskMib: number | null;
            readonly explanation: string;
            readonly framework: string | null;
            readonly hardware: readonly {
                readonly engineArguments: {
                    readonly [key: string]: string | number | boolean;
                };
                readonly fits: boolean;
                readonly hardwareId: string;
                readonly message: string;
                readonly neededMib: number | null;
                readonly priceNanoUsdPerHour: string;
                readonly tensorParallel: number | null;
                readonly usableMib: number;
                readonly utilisationPercent: number | null;
            }[];
            readonly hints: readonly {
                readonly contextTokens: number | null;
                readonly hardwareId: string;
                /** @enum {string} */
                readonly kind: "quantization" | "context" | "both";
                readonly message: string;
                readonly quantization: string | null;
            }[];
            readonly kvCacheMib: number | null;
            readonly model: string;
            readonly modelContextTokens: number | null;
            readonly parameters: number | null;
            readonly quantization: string | null;
            readonly recommended: {
                readonly engineArguments: {
                    readonly [key: string]: string | number | boolean;
                };
                readonly fits: boolean;
                readonly hardwareId: string;
                readonly message: string;
                readonly neededMib: number | null;
                readonly priceNanoUsdPerHour: string;
                readonly tensorParallel: number | null;
                readonly usableMib: number;
                readonly utilisationPercent: number | null;
            } | null;
            /** @enum {string} */
            readonly source: "safetensors" | "gguf" | "name" | "nothing-to-load" | "unknown";
            readonly warnings: readonly {
                readonly code: string;
                readonly message: string;
            }[];
            readonly weightsMib: number | null;
        };
        readonly SubscribeWebhook: {
            /** @example The books */
            readonly description?: string | null;
            /**
             * @description names of events, groups of them like billing.*, or * for all
             * @example [
             *       "replica.*",
             *       "rate.*",
             *       "billing.*"
             *     ]
             */
            readonly eventTypes: readonly ("*" | "alert.*" | "billing.*" | "channel.*" | "endpoint.*" | "logsink.*" | "network.*" | "project.*" | "rate.*" | "replica.*" | "scaling.*" | "webhook.*" | "AlertChanged" | "AlertCreated" | "AlertMuted" | "AlertRemoved" | "AlertUnmuted" | "BillingPeriodClosed" | "BudgetRemoved" | "BudgetSet" | "BudgetThresholdReached" | "ChannelChanged" | "ChannelCreated" | "ChannelRemoved" | "CreditGranted" | "DomainReleased" | "DomainVerified" | "EndpointConditionChanged" | "EndpointDeleted" | "EndpointDisabled" | "EndpointEnabled" | "EndpointIdled" | "EndpointOccupied" | "EndpointRequested" | "EndpointStartRequested" | "EndpointStateChanged" | "EndpointStopRequested" | "EndpointUpdated" | "InvoiceFinalized" | "LogSinkRemoved" | "LogSinkSet" | "PlanPublished" | "ProjectCreated" | "ProjectDeleted" | "ProjectRenamed" | "QuotasSet" | "RatePublished" | "ReplicaDelayed" | "ReplicaDraining" | "ReplicaPlaced" | "ReplicaReady" | "ReplicaRequested" | "ReplicaResumed" | "ReplicaSlept" | "ReplicaStarted" | "ReplicaStopped" | "ReplicaWakeRequested" | "RolloutFinished" | "RolloutShifted" | "RolloutStarted" | "ScaleDecided" | "SecurityGroupDeleted" | "SecurityGroupSaved" | "SpendingResumed" | "SpendingStopped" | "TrafficVisibilityChanged" | "UsageHourClosed" | "WebhookChanged" | "WebhookDisabled" | "WebhookEnabled" | "WebhookSecretRotated" | "WebhookSubscribed" | "WebhookUnsubscribed")[];
            /** @example https://billing.example.com/tidegate */
            readonly url: string;
        };
        readonly Token: {
            /** Format: date-time */
            readonly createdAt: string;
            readonly expiresAt: string | null;
            readonly id: string;
            readonly lastUsedAt: string | null;
            readonly limits: {
                readonly requestsPerMinute: number | null;
                readonly tokensPerMinute: number | null;
            };
            readonly name: string;
            readonly projectId: string;
            readonly revokedAt: string | null;
            readonly role: ("owner" | "developer" | "viewer") | null;
            readonly scopes: readonly ("read" | "write" | "invoke" | "admin")[];
        };
        readonly UpdatedEndpoint: {
            readonly actions: readonly ("start" | "stop" | "restart" | "update" | "rollback" | "promote" | "abort" | "enable" | "disable" | "delete")[];
            readonly async: {
                readonly maxAttempts: number;
                readonly resultTtlSeconds: number;
                readonly routes: readonly string[];
                readonly target: string | null;
                readonly timeToLiveSeconds: number;
                readonly webhookUrl: string | null;
            } | null;
            /** @enum {string} */
            readonly balancing: "least-outstanding" | "prefix-affinity";
            readonly billingAccount: string | null;
            readonly changes: readonly {
                /** @enum {string} */
                readonly class: "immutable" | "rolling" | "hot";
                /** @description of what is sealed, only whether it is set */
                readonly from: unknown;
                /** @description a JSON pointer into the configuration */
                readonly pointer: string;
                readonly to: unknown;
            }[];
            readonly cluster: string;
            readonly commitment: {
                /** @constant */
                readonly kind: "on-demand";
            } | {
                /** @constant */
                readonly kind: "reserved";
                /** Format: date-time */
                readonly until: string;
            };
            readonly conditions: readonly {
                readonly code: string;
                /** @enum {string} */
                readonly condition: "degraded" | "updating" | "pendingCapacity" | "metricStale" | "budgetLimited";
                readonly message: string;
                readonly nextStep: string;
                /** Format: date-time */
                readonly since: string;
            }[];
            readonly containerPort: number | null;
            /** Format: date-time */
            readonly createdAt: string;
            readonly customDomains: readonly string[];
            readonly description: string;
            readonly disabledBy: ("owner" | "operator") | null;
            readonly diskMib: number | null;
            readonly drainTimeoutSeconds: number;
            readonly effect: {
                /** @enum {string} */
                readonly kind: "none" | "hot" | "rolling" | "canary" | "staged" | "retry";
                readonly text: string;
            };
            readonly engineArguments: {
                readonly [key: string]: string | number | boolean;
            };
            readonly environment: {
                readonly [key: string]: string;
            };
            readonly framework: string;
            readonly hardware: {
                readonly gpuCount: number;
                readonly gpuModel: string | null;
                readonly gpuThousandths: number;
                readonly id: string;
                readonly memoryMib: number;
                readonly simulated?: boolean;
                readonly spot?: boolean;
                readonly vcpuMillis: number;
            };
            readonly healthPath: string | null;
            readonly id: string;
            readonly image: {
                readonly command: readonly string[] | null;
                readonly hasCredentials: boolean;
                readonly reference: string;
            } | null;
            readonly internalOnly: boolean;
            readonly limits: {
                readonly replicaConcurrency: number | null;
                readonly requestsPerMinute: number | null;
                readonly tokensPerMinute: number | null;
            };
            readonly model: string;
            readonly modelSource: {
                /** @constant */
                readonly kind: "hub";
                readonly revision: string | null;
            } | {
                /** @constant */
                readonly kind: "bucket";
                readonly url: string;
            } | {
                /** @constant */
                readonly kind: "folder";
            } | {
                /** @constant */
                readonly kind: "image";
            };
            readonly mountPath: string | null;
            readonly name: string;
            readonly notifyWebhookUrl: string | null;
            readonly placement: {
                readonly gang: boolean;
                readonly nodeLabels: {
                    readonly [key: string]: string;
                };
                readonly priority: number;
                /** @enum {string} */
                readonly spread: "prefer" | "nodes" | "zones";
                readonly tolerations: readonly string[];
                readonly zones: readonly string[] | null;
            };
            readonly projectId: string;
            readonly quantization: string | null;
            readonly reason: components["schemas"]["Reason"];
            readonly replicas: {
                readonly desired: number;
                readonly ready: number;
            };
            readonly requestTimeouts: {
                readonly firstByteSeconds: number | null;
                readonly idleSeconds: number | null;
                readonly totalSeconds: number | null;
            };
            readonly revision: number;
            readonly rollout: {
                readonly from: number;
                readonly percent: number;
                readonly readyNew: number;
                readonly readyOld: number;
                /** Format: date-time */
                readonly startedAt: string;
                readonly to: number;
            } | null;
            readonly scaling: {
                readonly idleTimeoutSeconds: number | null;
                readonly initialCooldownSeconds: number;
                readonly maxReplicas: number;
                readonly minReplicas: number;
                /** @enum {string} */
                readonly mode: "automatic" | "manual";
                readonly panic: boolean;
                readonly rules: readonly {
                    readonly metric: string;
                    readonly target: number;
                }[];
                readonly scaleDownPerMinute: number | null;
                readonly scaleUpPerMinute: number | null;
                readonly schedules: readonly {
                    readonly cron: string;
                    readonly durationSeconds: number;
                    readonly maxReplicas: number | null;
                    readonly minReplicas: number | null;
                    readonly timeZone: string;
                }[];
                readonly seasonSeconds: number | null;
                readonly stabilizationWindowSeconds: number | null;
                /** @enum {string} */
                readonly waitPrice: "lean" | "balanced" | "fast";
            };
            readonly secrets: {
                readonly [key: string]: {
                    /** Format: date-time */
                    readonly setAt: string;
                };
            };
            readonly securityGroups: readonly string[];
            readonly simulated: boolean;
            /** @enum {string} */
            readonly sleepMode: "cold" | "warm";
            readonly startupTimeoutSeconds: number;
            /** @enum {string} */
            readonly state: "building" | "deploying" | "starting" | "running" | "sleeping" | "waking" | "stopping" | "stopped" | "build_failed" | "deploy_failed" | "runtime_error" | "disabled" | "deleted";
            readonly tags: {
                readonly [key: string]: string;
            };
            readonly task: string | null;
            readonly templateRevision: number;
            /** Format: date-time */
            readonly updatedAt: string;
            readonly url: string;
            /** @enum {string} */
            readonly visibility: "private" | "public";
            readonly warnings: readonly {
                readonly message: string;
                /** @description a JSON pointer into the body */
                readonly pointer: string;
            }[];
        };
        readonly UpdateEndpoint: {
            /** @description by default it takes no asynchronous calls */
            readonly async?: components["schemas"]["AsyncWish"] | null;
            /**
             * @description which replica gets a request. least-outstanding: the one with the fewest; prefix-affinity: chats and completions that begin alike go to the same one, which has their beginning in its cache, unless it has clearly more to do than the others
             * @default least-outstanding
             * @enum {string|null}
             */
            readonly balancing: "least-outstanding" | "prefix-affinity" | null;
            /** @description whom its cost is charged to, in the words of whoever runs the platform */
            readonly billingAccount?: string | null;
            /** @default local */
            readonly cluster: string | null;
            /**
             * @default {
             *       "kind": "on-demand"
             *     }
             */
            readonly commitment: components["schemas"]["CommitmentWish"] | null;
            /** @description by default the framework’s */
            readonly containerPort?: number | null;
            /**
             * @description hosts that reach it once their ownership is proven
             * @default []
             * @example [
             *       "models.example.com"
             *     ]
             */
            readonly customDomains: readonly string[] | null;
            /** @default  */
            readonly description: string | null;
            /** @description by default what the node gives */
            readonly diskMib?: number | null;
            /**
             * @description how long a replica that must go may finish what it has
             * @default 600
             */
            readonly drainTimeoutSeconds: number | null;
            /**
             * @description of its framework: see GET /v1/frameworks
             * @default {}
             * @example {
             *       "ctxSize": 2048
             *     }
             */
            readonly engineArguments: {
                readonly [key: string]: unknown;
            } | null;
            /**
             * @description variables that its process finds
             * @default {}
             */
            readonly environment: {
                readonly [key: string]: string | null;
            } | null;
            /**
             * @description by default the one that serves the model
             * @example llama.cpp
             */
            readonly framework?: string | null;
            /**
             * @description an id of GET /v1/hardware; by default what the model needs. One that ends in -spot is cheaper, and is taken back when others need it
             * @example cpu-1x
             */
            readonly hardware?: string | null;
            /**
             * @description by default the framework’s
             * @example /health
             */
            readonly healthPath?: string | null;
            /** @description by default the framework’s own */
            readonly image?: components["schemas"]["ImageWish"] | null;
            /**
             * @description reached by the internal listener only
             * @default false
             */
            readonly internalOnly: boolean | null;
            /** @description what it takes at most, from all callers together */
            readonly limits?: components["schemas"]["LimitsWish"] | null;
            /**
             * @description must be given, or an image that brings its own: then it is called by the image’s name
             * @example tidegate/tiny
             */
            readonly model?: string | null;
            /** @description by default where its framework looks for models */
            readonly modelSource?: components["schemas"]["ModelSourceWish"] | null;
            /**
             * @description where the disk is mounted in a container
             * @example /data
             */
            readonly mountPath?: string | null;
            /**
             * @description unique in its project
             * @example chat
             */
            readonly name?: string;
            /** @description where to say that it became ready or failed for the first time */
            readonly notifyWebhookUrl?: string | null;
            /** @description where its replicas may run, and whose turn it is */
            readonly placement?: components["schemas"]["PlacementWish"] | null;
            /**
             * @description by default as the weights are
             * @example awq
             */
            readonly quantization?: string | null;
            readonly requestTimeouts?: components["schemas"]["RequestTimeoutsWish"] | null;
            /** @description how many replicas it has, and when */
            readonly scaling?: components["schemas"]["ScalingWish"] | null;
            /** @description variables that are sealed and never shown. In a change, one that is left out stays and null takes one away */
            readonly secrets?: {
                readonly [key: string]: string | null;
            } | null;
            /**
             * @description callers must be allowed by one of these; none: from anywhere
             * @default []
             */
            readonly securityGroups: readonly string[] | null;
            /**
             * @description what it keeps when nobody calls it. cold: no replica; warm: one stays, frozen or without its GPU memory, and wakes in seconds, as long as no other replica needs its place
             * @default cold
             * @enum {string|null}
             */
            readonly sleepMode: "cold" | "warm" | null;
            /** @default 600 */
            readonly startupTimeoutSeconds: number | null;
            /**
             * @description at most 32, to find it by
             * @default {}
             */
            readonly tags: {
                readonly [key: string]: string | null;
            } | null;
            /**
             * @description by default whatever its framework serves
             * @example text-generation
             */
            readonly task?: string | null;
            /**
             * @description public: no token is asked for
             * @default private
             * @enum {string|null}
             */
            readonly visibility: "private" | "public" | null;
        };
    };
    responses: {
        /** @description It is not what If-Match says any more */
        readonly Changed: {
            headers: {
                readonly "x-request-id": components["headers"]["RequestId"];
                readonly [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/docs/errors/endpoint.changed",
                 *       "title": "The endpoint has changed meanwhile",
                 *       "status": 412,
                 *       "detail": "If-Match names another version than the present one, \"r4\".",
                 *       "code": "endpoint.changed",
                 *       "remedy": "Read it again, and decide again.",
                 *       "requestId": "req-0123456789ab"
                 *     }
                 */
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It does not go together with what there is now */
        readonly Conflict: {
            headers: {
                readonly "x-request-id": components["headers"]["RequestId"];
                readonly [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/docs/errors/endpoint.action_not_allowed",
                 *       "title": "The endpoint cannot do this now",
                 *       "status": 409,
                 *       "detail": "“start” is not possible while it is running.",
                 *       "code": "endpoint.action_not_allowed",
                 *       "remedy": "Allowed now: stop, update, delete.",
                 *       "requestId": "req-0123456789ab"
                 *     }
                 */
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The token may not do this */
        readonly Forbidden: {
            headers: {
                readonly "x-request-id": components["headers"]["RequestId"];
                readonly [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/docs/errors/token.scope_missing",
                 *       "title": "The token may not do this",
                 *       "status": 403,
                 *       "detail": "The token lacks the scope “write”.",
                 *       "code": "token.scope_missing",
                 *       "remedy": "Use a token with that scope.",
                 *       "requestId": "req-0123456789ab"
                 *     }
                 */
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It was deleted */
        readonly Gone: {
            headers: {
                readonly "x-request-id": components["headers"]["RequestId"];
                readonly [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/docs/errors/endpoint.deleted",
                 *       "title": "The endpoint was deleted",
                 *       "status": 410,
                 *       "detail": "The endpoint endpt-0123456789ab was deleted and does not come back.",
                 *       "code": "endpoint.deleted",
                 *       "remedy": "Create a new endpoint.",
                 *       "requestId": "req-0123456789ab"
                 *     }
                 */
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The request is wrong; `errors` says which field, and how */
        readonly Invalid: {
            headers: {
                readonly "x-request-id": components["headers"]["RequestId"];
                readonly [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/docs/errors/request.invalid",
                 *       "title": "The request has invalid fields",
                 *       "status": 400,
                 *       "detail": "1 problem(s); see errors for each field.",
                 *       "code": "request.invalid",
                 *       "remedy": "Correct the fields named in errors and send it again.",
                 *       "requestId": "req-0123456789ab",
                 *       "errors": [
                 *         {
                 *           "pointer": "/name",
                 *           "message": "must be given"
                 *         }
                 *       ]
                 *     }
                 */
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no such thing that the token may see */
        readonly NotFound: {
            headers: {
                readonly "x-request-id": components["headers"]["RequestId"];
                readonly [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/docs/errors/endpoint.not_found",
                 *       "title": "There is no such endpoint",
                 *       "status": 404,
                 *       "detail": "No endpoint endpt-0123456789ab that this token may see.",
                 *       "code": "endpoint.not_found",
                 *       "remedy": "Check the id or name, and the token’s project.",
                 *       "requestId": "req-0123456789ab"
                 *     }
                 */
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Refused for another reason */
        readonly Refused: {
            headers: {
                readonly "x-request-id": components["headers"]["RequestId"];
                readonly [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/docs/errors/service.unavailable",
                 *       "title": "A part of the platform is not available",
                 *       "status": 503,
                 *       "detail": "The scheduler service did not answer in time.",
                 *       "code": "service.unavailable",
                 *       "remedy": "Try again in a few seconds.",
                 *       "requestId": "req-0123456789ab"
                 *     }
                 */
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is too large */
        readonly TooLarge: {
            headers: {
                readonly "x-request-id": components["headers"]["RequestId"];
                readonly [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/docs/errors/request.too_large",
                 *       "title": "The body is too large",
                 *       "status": 413,
                 *       "detail": "This route takes at most 1048576 bytes.",
                 *       "code": "request.too_large",
                 *       "remedy": "Send a smaller body.",
                 *       "requestId": "req-0123456789ab"
                 *     }
                 */
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description No valid token came with it */
        readonly Unauthenticated: {
            headers: {
                readonly "x-request-id": components["headers"]["RequestId"];
                readonly [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/docs/errors/token.missing",
                 *       "title": "A token is needed",
                 *       "status": 401,
                 *       "detail": "The request has no Authorization header with a bearer token.",
                 *       "code": "token.missing",
                 *       "remedy": "Send “Authorization: Bearer <token>”.",
                 *       "requestId": "req-0123456789ab"
                 *     }
                 */
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It was understood, and cannot be done as it stands */
        readonly Unprocessable: {
            headers: {
                readonly "x-request-id": components["headers"]["RequestId"];
                readonly [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/docs/errors/request.key_reused",
                 *       "title": "The idempotency key was used for another request",
                 *       "status": 422,
                 *       "detail": "The Idempotency-Key came with another route or body within the last 24 hours.",
                 *       "code": "request.key_reused",
                 *       "remedy": "Use a new key for a new request; repeat the same request under the same key.",
                 *       "requestId": "req-0123456789ab"
                 *     }
                 */
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is of a kind that is not understood here */
        readonly UnsupportedMediaType: {
            headers: {
                readonly "x-request-id": components["headers"]["RequestId"];
                readonly [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/docs/errors/request.unsupported_media_type",
                 *       "title": "The content type is not supported",
                 *       "status": 415,
                 *       "detail": "The content type text/plain is not understood here.",
                 *       "code": "request.unsupported_media_type",
                 *       "remedy": "Send application/json.",
                 *       "requestId": "req-0123456789ab"
                 *     }
                 */
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        /**
         * @description The same key and body have one effect and one answer for 24 hours
         * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
         */
        readonly IdempotencyKey: string;
    };
    requestBodies: never;
    headers: {
        /** @description The request’s own id, or the one it came with: it stands in every event and log line it leads to */
        readonly RequestId: string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    readonly "Provision.provision": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["ProvisionModel"];
            };
        };
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly endpointId?: string;
                        readonly status?: string;
                        readonly url?: string;
                    };
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Provision.one": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The endpoint’s id, e.g. endpt-0123456789ab */
                readonly endpointId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly endpointId?: string;
                        readonly status?: string;
                        readonly url?: string;
                    };
                };
            };
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 410: components["responses"]["Gone"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Hub.run": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The model’s name */
                readonly name: string;
                /** @description Who owns the model */
                readonly owner: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["RunModel"];
            };
        };
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly data?: Record<string, never>;
                        /** @enum {string} */
                        readonly msg?: "OK";
                    };
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Hub.one": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The deployment’s id */
                readonly id: string;
                /** @description The model’s name */
                readonly name: string;
                /** @description Who owns the model */
                readonly owner: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly data?: Record<string, never>;
                        /** @enum {string} */
                        readonly msg?: "OK";
                    };
                };
            };
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Hub.update": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The deployment’s id */
                readonly id: string;
                /** @description The model’s name */
                readonly name: string;
                /** @description Who owns the model */
                readonly owner: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["RunModel"];
            };
        };
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly data?: Record<string, never>;
                        /** @enum {string} */
                        readonly msg?: "OK";
                    };
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Hub.remove": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The deployment’s id */
                readonly id: string;
                /** @description The model’s name */
                readonly name: string;
                /** @description Who owns the model */
                readonly owner: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly data?: Record<string, never>;
                        /** @enum {string} */
                        readonly msg?: "OK";
                    };
                };
            };
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 409: components["responses"]["Conflict"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Hub.start": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The deployment’s id */
                readonly id: string;
                /** @description The model’s name */
                readonly name: string;
                /** @description Who owns the model */
                readonly owner: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly data?: Record<string, never>;
                        /** @enum {string} */
                        readonly msg?: "OK";
                    };
                };
            };
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 409: components["responses"]["Conflict"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Hub.stop": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The deployment’s id */
                readonly id: string;
                /** @description The model’s name */
                readonly name: string;
                /** @description Who owns the model */
                readonly owner: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly data?: Record<string, never>;
                        /** @enum {string} */
                        readonly msg?: "OK";
                    };
                };
            };
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 409: components["responses"]["Conflict"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Alert.all": {
        readonly parameters: {
            readonly query?: {
                /** @description nextCursor of the page before */
                readonly cursor?: string;
                /** @description how many at most */
                readonly limit?: number;
                /** @description only those in this state */
                readonly state?: "normal" | "pending" | "recovering" | "firing";
            };
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly {
                            /** @enum {string} */
                            readonly aggregate: "avg" | "max" | "min" | "sum" | "last" | "p50" | "p95" | "p99";
                            readonly channelIds: readonly string[];
                            readonly clearThreshold: number | null;
                            /** Format: date-time */
                            readonly createdAt: string;
                            readonly description: string;
                            readonly endpointId: string | null;
                            readonly evaluatedAt: string | null;
                            readonly firing: number;
                            readonly forSeconds: number;
                            readonly id: string;
                            readonly isMuted: boolean;
                            readonly keepFiringForSeconds: number;
                            readonly metric: string;
                            readonly mutedUntil: string | null;
                            readonly muteWindows: readonly {
                                readonly days: readonly ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[];
                                readonly from: string;
                                readonly timeZone: string;
                                readonly until: string;
                            }[];
                            readonly name: string;
                            /** @enum {string} */
                            readonly noData: "ok" | "alert" | "keep";
                            /** @enum {string} */
                            readonly operator: "above" | "at_least" | "below" | "at_most";
                            readonly problem: string | null;
                            readonly projectId: string;
                            readonly repeatEverySeconds: number | null;
                            /** @enum {string} */
                            readonly scope: "endpoint" | "replica" | "project";
                            /** @enum {string} */
                            readonly severity: "info" | "warning" | "critical";
                            /** @enum {string} */
                            readonly state: "normal" | "pending" | "recovering" | "firing";
                            readonly threshold: number;
                            /** Format: date-time */
                            readonly updatedAt: string;
                            readonly windowSeconds: number;
                        }[];
                        readonly nextCursor: string | null;
                    };
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Alert.create": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["CreateAlert"];
            };
        };
        readonly responses: {
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** @enum {string} */
                        readonly aggregate: "avg" | "max" | "min" | "sum" | "last" | "p50" | "p95" | "p99";
                        readonly channelIds: readonly string[];
                        readonly clearThreshold: number | null;
                        /** Format: date-time */
                        readonly createdAt: string;
                        readonly description: string;
                        readonly endpointId: string | null;
                        readonly evaluatedAt: string | null;
                        readonly firing: number;
                        readonly forSeconds: number;
                        readonly id: string;
                        readonly isMuted: boolean;
                        readonly keepFiringForSeconds: number;
                        readonly metric: string;
                        readonly mutedUntil: string | null;
                        readonly muteWindows: readonly {
                            readonly days: readonly ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[];
                            readonly from: string;
                            readonly timeZone: string;
                            readonly until: string;
                        }[];
                        readonly name: string;
                        /** @enum {string} */
                        readonly noData: "ok" | "alert" | "keep";
                        /** @enum {string} */
                        readonly operator: "above" | "at_least" | "below" | "at_most";
                        readonly problem: string | null;
                        readonly projectId: string;
                        readonly repeatEverySeconds: number | null;
                        /** @enum {string} */
                        readonly scope: "endpoint" | "replica" | "project";
                        /** @enum {string} */
                        readonly severity: "info" | "warning" | "critical";
                        /** @enum {string} */
                        readonly state: "normal" | "pending" | "recovering" | "firing";
                        readonly threshold: number;
                        /** Format: date-time */
                        readonly updatedAt: string;
                        readonly windowSeconds: number;
                    };
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Alert.one": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The alert’s id, e.g. alert-0123456789ab */
                readonly alertId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** @enum {string} */
                        readonly aggregate: "avg" | "max" | "min" | "sum" | "last" | "p50" | "p95" | "p99";
                        readonly channelIds: readonly string[];
                        readonly clearThreshold: number | null;
                        /** Format: date-time */
                        readonly createdAt: string;
                        readonly description: string;
                        readonly endpointId: string | null;
                        readonly evaluatedAt: string | null;
                        readonly firing: number;
                        readonly forSeconds: number;
                        readonly id: string;
                        readonly isMuted: boolean;
                        readonly keepFiringForSeconds: number;
                        readonly metric: string;
                        readonly mutedUntil: string | null;
                        readonly muteWindows: readonly {
                            readonly days: readonly ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[];
                            readonly from: string;
                            readonly timeZone: string;
                            readonly until: string;
                        }[];
                        readonly name: string;
                        /** @enum {string} */
                        readonly noData: "ok" | "alert" | "keep";
                        /** @enum {string} */
                        readonly operator: "above" | "at_least" | "below" | "at_most";
                        readonly problem: string | null;
                        readonly projectId: string;
                        readonly repeatEverySeconds: number | null;
                        /** @enum {string} */
                        readonly scope: "endpoint" | "replica" | "project";
                        /** @enum {string} */
                        readonly severity: "info" | "warning" | "critical";
                        /** @enum {string} */
                        readonly state: "normal" | "pending" | "recovering" | "firing";
                        readonly threshold: number;
                        /** Format: date-time */
                        readonly updatedAt: string;
                        readonly windowSeconds: number;
                    };
                };
            };
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Alert.remove": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The alert’s id, e.g. alert-0123456789ab */
                readonly alertId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Alert.change": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The alert’s id, e.g. alert-0123456789ab */
                readonly alertId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["ChangeAlert"];
            };
        };
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** @enum {string} */
                        readonly aggregate: "avg" | "max" | "min" | "sum" | "last" | "p50" | "p95" | "p99";
                        readonly channelIds: readonly string[];
                        readonly clearThreshold: number | null;
                        /** Format: date-time */
                        readonly createdAt: string;
                        readonly description: string;
                        readonly endpointId: string | null;
                        readonly evaluatedAt: string | null;
                        readonly firing: number;
                        readonly forSeconds: number;
                        readonly id: string;
                        readonly isMuted: boolean;
                        readonly keepFiringForSeconds: number;
                        readonly metric: string;
                        readonly mutedUntil: string | null;
                        readonly muteWindows: readonly {
                            readonly days: readonly ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[];
                            readonly from: string;
                            readonly timeZone: string;
                            readonly until: string;
                        }[];
                        readonly name: string;
                        /** @enum {string} */
                        readonly noData: "ok" | "alert" | "keep";
                        /** @enum {string} */
                        readonly operator: "above" | "at_least" | "below" | "at_most";
                        readonly problem: string | null;
                        readonly projectId: string;
                        readonly repeatEverySeconds: number | null;
                        /** @enum {string} */
                        readonly scope: "endpoint" | "replica" | "project";
                        /** @enum {string} */
                        readonly severity: "info" | "warning" | "critical";
                        /** @enum {string} */
                        readonly state: "normal" | "pending" | "recovering" | "firing";
                        readonly threshold: number;
                        /** Format: date-time */
                        readonly updatedAt: string;
                        readonly windowSeconds: number;
                    };
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Alert.history": {
        readonly parameters: {
            readonly query?: {
                /** @description nextCursor of the page before */
                readonly cursor?: string;
                /** @description how many at most */
                readonly limit?: number;
            };
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The alert’s id, e.g. alert-0123456789ab */
                readonly alertId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly {
                            /** Format: date-time */
                            readonly at: string;
                            /** @enum {string} */
                            readonly cause: "value" | "no_data" | "stopped" | "changed" | "removed";
                            readonly endpointId: string | null;
                            readonly isMuted: boolean;
                            readonly number: number;
                            readonly replicaId: string | null;
                            readonly threshold: number;
                            /** @enum {string} */
                            readonly to: "firing" | "resolved";
                            readonly value: number | null;
                        }[];
                        readonly nextCursor: string | null;
                    };
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Alert.instances": {
        readonly parameters: {
            readonly query?: {
                /** @description nextCursor of the page before */
                readonly cursor?: string;
                /** @description how many at most */
                readonly limit?: number;
                /** @description only those in this state */
                readonly state?: "normal" | "pending" | "recovering" | "firing";
            };
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The alert’s id, e.g. alert-0123456789ab */
                readonly alertId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly {
                            readonly endpointId: string | null;
                            readonly firingSince: string | null;
                            readonly replicaId: string | null;
                            /** Format: date-time */
                            readonly since: string;
                            /** @enum {string} */
                            readonly state: "normal" | "pending" | "recovering" | "firing";
                            readonly toldAt: string | null;
                            readonly value: number | null;
                        }[];
                        readonly nextCursor: string | null;
                    };
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Alert.mute": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The alert’s id, e.g. alert-0123456789ab */
                readonly alertId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["MuteAlert"];
            };
        };
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** @enum {string} */
                        readonly aggregate: "avg" | "max" | "min" | "sum" | "last" | "p50" | "p95" | "p99";
                        readonly channelIds: readonly string[];
                        readonly clearThreshold: number | null;
                        /** Format: date-time */
                        readonly createdAt: string;
                        readonly description: string;
                        readonly endpointId: string | null;
                        readonly evaluatedAt: string | null;
                        readonly firing: number;
                        readonly forSeconds: number;
                        readonly id: string;
                        readonly isMuted: boolean;
                        readonly keepFiringForSeconds: number;
                        readonly metric: string;
                        readonly mutedUntil: string | null;
                        readonly muteWindows: readonly {
                            readonly days: readonly ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[];
                            readonly from: string;
                            readonly timeZone: string;
                            readonly until: string;
                        }[];
                        readonly name: string;
                        /** @enum {string} */
                        readonly noData: "ok" | "alert" | "keep";
                        /** @enum {string} */
                        readonly operator: "above" | "at_least" | "below" | "at_most";
                        readonly problem: string | null;
                        readonly projectId: string;
                        readonly repeatEverySeconds: number | null;
                        /** @enum {string} */
                        readonly scope: "endpoint" | "replica" | "project";
                        /** @enum {string} */
                        readonly severity: "info" | "warning" | "critical";
                        /** @enum {string} */
                        readonly state: "normal" | "pending" | "recovering" | "firing";
                        readonly threshold: number;
                        /** Format: date-time */
                        readonly updatedAt: string;
                        readonly windowSeconds: number;
                    };
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Alert.test": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The alert’s id, e.g. alert-0123456789ab */
                readonly alertId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly deliveryIds: readonly string[];
                    };
                };
            };
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Alert.unmute": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The alert’s id, e.g. alert-0123456789ab */
                readonly alertId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** @enum {string} */
                        readonly aggregate: "avg" | "max" | "min" | "sum" | "last" | "p50" | "p95" | "p99";
                        readonly channelIds: readonly string[];
                        readonly clearThreshold: number | null;
                        /** Format: date-time */
                        readonly createdAt: string;
                        readonly description: string;
                        readonly endpointId: string | null;
                        readonly evaluatedAt: string | null;
                        readonly firing: number;
                        readonly forSeconds: number;
                        readonly id: string;
                        readonly isMuted: boolean;
                        readonly keepFiringForSeconds: number;
                        readonly metric: string;
                        readonly mutedUntil: string | null;
                        readonly muteWindows: readonly {
                            readonly days: readonly ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[];
                            readonly from: string;
                            readonly timeZone: string;
                            readonly until: string;
                        }[];
                        readonly name: string;
                        /** @enum {string} */
                        readonly noData: "ok" | "alert" | "keep";
                        /** @enum {string} */
                        readonly operator: "above" | "at_least" | "below" | "at_most";
                        readonly problem: string | null;
                        readonly projectId: string;
                        readonly repeatEverySeconds: number | null;
                        /** @enum {string} */
                        readonly scope: "endpoint" | "replica" | "project";
                        /** @enum {string} */
                        readonly severity: "info" | "warning" | "critical";
                        /** @enum {string} */
                        readonly state: "normal" | "pending" | "recovering" | "firing";
                        readonly threshold: number;
                        /** Format: date-time */
                        readonly updatedAt: string;
                        readonly windowSeconds: number;
                    };
                };
            };
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Manifest.apply": {
        readonly parameters: {
            readonly query?: {
                /** @description say what would be done: nothing is */
                readonly dryRun?: "true" | "false";
            };
            readonly header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": string;
                readonly "application/yaml": string;
            };
        };
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["AppliedDocument"][];
                    };
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Report.burn": {
        readonly parameters: {
            readonly query?: {
                /** @description only this endpoint’s */
                readonly endpointId?: string;
            };
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** Format: date-time */
                        readonly asOf: string;
                        /** @enum {string} */
                        readonly basis: "last_week" | "since_first" | "nothing";
                        readonly burnNanoUsdPerHour: string;
                        readonly burnUsdPerHour: string;
                        readonly endpoints: readonly {
                            /** @enum {string} */
                            readonly basis: "last_week" | "since_first" | "nothing";
                            readonly burnNanoUsdPerHour: string;
                            readonly burnUsdPerHour: string;
                            readonly endpointId: string;
                            readonly forecastNanoUsd: string;
                            readonly forecastUsd: string;
                            readonly highNanoUsd: string;
                            readonly highUsd: string;
                            readonly lowNanoUsd: string;
                            readonly lowUsd: string;
                            readonly name: string | null;
                            readonly soFarNanoUsd: string;
                            readonly soFarUsd: string;
                        }[];
                        readonly endpointsLeftOut: number;
                        readonly forecastNanoUsd: string;
                        readonly forecastUsd: string;
                        readonly formula: string;
                        /** Format: date-time */
                        readonly from: string;
                        readonly highNanoUsd: string;
                        readonly highUsd: string;
                        readonly lowNanoUsd: string;
                        readonly lowUsd: string;
                        readonly period: string;
                        readonly soFarNanoUsd: string;
                        readonly soFarUsd: string;
                        readonly timeZone: string;
                        /** Format: date-time */
                        readonly until: string;
                    };
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Report.export": {
        readonly parameters: {
            readonly query?: {
                /** @description only this endpoint’s */
                readonly endpointId?: string;
                /** @description lines of bills as a table or as JSON, one a line; or the columns of FOCUS 1.2, a row for each hour, whose sum by invoice is what is to be paid where whole months are exported */
                readonly format?: "csv" | "focus" | "ndjson";
                /** @description what was used from here on; 30 days before `until` */
                readonly from?: string;
                /** @description what was used before this; now */
                readonly until?: string;
            };
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/x-ndjson": string;
                    readonly "text/csv": string;
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Invoice.all": {
        readonly parameters: {
            readonly query?: {
                /** @description nextCursor of the page before */
                readonly cursor?: string;
                /** @description how many at most */
                readonly limit?: number;
            };
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly {
                            readonly creditNanoUsd: string;
                            /** @constant */
                            readonly currency: "USD";
                            readonly invoiceId: string;
                            /** Format: date-time */
                            readonly issuedAt: string;
                            readonly lines: number;
                            readonly linesSha256: string;
                            readonly period: string;
                            readonly projectId: string;
                            readonly roundingNanoUsd: string;
                            readonly subtotalNanoUsd: string;
                            readonly totalCents: number;
                        }[];
                        readonly nextCursor: string | null;
                    };
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Invoice.one": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The invoice’s id, e.g. invc-0123456789ab */
                readonly invoiceId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly closedBy: {
                            /** Format: uuid */
                            readonly eventId: string;
                            readonly position: number;
                        };
                        readonly creditNanoUsd: string;
                        /** @constant */
                        readonly currency: "USD";
                        /** Format: date-time */
                        readonly from: string;
                        readonly invoiceId: string;
                        /** Format: date-time */
                        readonly issuedAt: string;
                        readonly ledger: {
                            readonly hash: string;
                            readonly nth: number;
                        };
                        readonly lines: readonly {
                            readonly amountNanoUsd: string;
                            readonly class: "Correction" | null;
                            readonly coveredUs: string;
                            readonly endpointId: string;
                            readonly fromUs: number;
                            readonly gpuThousandthsUs: string;
                            readonly heldUs: string;
                            /** @enum {string} */
                            readonly kind: "usage" | "commitment" | "add-on";
                            readonly nth: number;
                            readonly period: string;
                            readonly priceNanoUsdPerHour: string;
                            readonly simulated: boolean;
                            readonly sku: string;
                            readonly sources: number;
                            readonly sourcesSha256: string;
                            readonly toUs: number;
                            readonly unitHours: string;
                        }[];
                        readonly linesSha256: string;
                        readonly period: string;
                        readonly projectId: string;
                        readonly roundingNanoUsd: string;
                        readonly subtotalNanoUsd: string;
                        readonly timeZone: string;
                        /** Format: date-time */
                        readonly to: string;
                        readonly totalCents: number;
                    };
                    readonly "application/pdf": string;
                    readonly "text/html": string;
                };
            };
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Invoice.proof": {
        readonly parameters: {
            readonly query: {
                /** @description nextCursor of the page before */
                readonly cursor?: string;
                /** @description how many at most */
                readonly limit?: number;
                /** @description the number of a line of the invoice */
                readonly line: number;
            };
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The invoice’s id, e.g. invc-0123456789ab */
                readonly invoiceId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly invoiceId: string;
                        readonly items: readonly {
                            readonly amountNanoUsd: string;
                            readonly coveredUs: string;
                            readonly events: readonly {
                                /** Format: uuid */
                                readonly eventId: string;
                                /** Format: date-time */
                                readonly occurredAt: string;
                                readonly position: number;
                                readonly type: string;
                            }[];
                            readonly fromUs: number;
                            readonly heldUs: string;
                            readonly priceNanoUsdPerHour: string;
                            readonly replicaId: string | null;
                            readonly sourceId: string;
                            readonly toUs: number;
                            readonly unit1024ths: string;
                            readonly weightedUsThousandths: string;
                        }[];
                        readonly line: {
                            readonly amountNanoUsd: string;
                            readonly class: "Correction" | null;
                            readonly coveredUs: string;
                            readonly endpointId: string;
                            readonly fromUs: number;
                            readonly gpuThousandthsUs: string;
                            readonly heldUs: string;
                            /** @enum {string} */
                            readonly kind: "usage" | "commitment" | "add-on";
                            readonly nth: number;
                            readonly period: string;
                            readonly priceNanoUsdPerHour: string;
                            readonly simulated: boolean;
                            readonly sku: string;
                            readonly sources: number;
                            readonly sourcesSha256: string;
                            readonly toUs: number;
                            readonly unitHours: string;
                        };
                        readonly nextCursor: string | null;
                    };
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Invoice.draft": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** Format: date-time */
                        readonly asOf: string;
                        readonly creditNanoUsd: string;
                        /** @constant */
                        readonly currency: "USD";
                        /** Format: date-time */
                        readonly from: string;
                        readonly lines: readonly {
                            readonly amountNanoUsd: string;
                            readonly class: "Correction" | null;
                            readonly coveredUs: string;
                            readonly endpointId: string;
                            readonly fromUs: number;
                            readonly gpuThousandthsUs: string;
                            readonly heldUs: string;
                            /** @enum {string} */
                            readonly kind: "usage" | "commitment" | "add-on";
                            readonly nth: number;
                            readonly period: string;
                            readonly priceNanoUsdPerHour: string;
                            readonly simulated: boolean;
                            readonly sku: string;
                            readonly sources: number;
                            readonly sourcesSha256: string;
                            readonly toUs: number;
                            readonly unitHours: string;
                        }[];
                        readonly linesSha256: string;
                        readonly period: string;
                        readonly projectId: string;
                        readonly roundingNanoUsd: string;
                        readonly subtotalNanoUsd: string;
                        readonly timeZone: string;
                        /** Format: date-time */
                        readonly to: string;
                        readonly totalCents: number;
                    };
                };
            };
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Ledger.all": {
        readonly parameters: {
            readonly query?: {
                /** @description nextCursor of the page before */
                readonly cursor?: string;
                /** @description how many at most */
                readonly limit?: number;
            };
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly {
                            /** Format: date-time */
                            readonly at: string;
                            readonly atUs: number;
                            /** @enum {string} */
                            readonly cause: "credit" | "hour" | "period";
                            readonly entries: readonly {
                                readonly account: string;
                                readonly amountNanoUsd: string;
                                readonly amountUsd: string;
                                readonly creditId: string | null;
                                readonly kind: ("usage" | "commitment" | "add-on") | null;
                                readonly period: string | null;
                                readonly sku: string | null;
                            }[];
                            /** Format: uuid */
                            readonly eventId: string;
                            readonly hash: string;
                            readonly nth: number;
                            readonly position: number;
                            readonly previousHash: string;
                        }[];
                        readonly nextCursor: string | null;
                    };
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Report.usage": {
        readonly parameters: {
            readonly query?: {
                /** @description nextCursor of the page before */
                readonly cursor?: string;
                /** @description only this endpoint’s */
                readonly endpointId?: string;
                /** @description what was used from here on; 30 days before `until` */
                readonly from?: string;
                /** @description what usage is divided by: hour, day, month, endpoint, hardware, replica, kind, phase or `tag:<name>`, at most 4, with commas between */
                readonly groupBy?: readonly string[];
                /** @description how many at most */
                readonly limit?: number;
                /** @description only what was used under this tag: a tag’s name, or name=value */
                readonly tag?: string;
                /** @description what was used before this; now */
                readonly until?: string;
            };
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** Format: date-time */
                        readonly asOf: string;
                        /** Format: date-time */
                        readonly from: string;
                        readonly items: readonly {
                            readonly costNanoUsd: string;
                            readonly costUsd: string;
                            readonly coveredMicroseconds: string;
                            readonly endpointName: string | null;
                            readonly gpuMicroseconds: string;
                            readonly gpuThousandthsMicroseconds: string;
                            readonly group: {
                                readonly [key: string]: string | null;
                            };
                            readonly heldMicroseconds: string;
                            readonly vcpuMillisMicroseconds: string;
                        }[];
                        readonly nextCursor: string | null;
                        readonly timeZone: string;
                        /** Format: date-time */
                        readonly until: string;
                    };
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Budget.all": {
        readonly parameters: {
            readonly query?: {
                /** @description nextCursor of the page before */
                readonly cursor?: string;
                /** @description how many at most */
                readonly limit?: number;
            };
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly {
                            readonly burnRateNanoUsdPerHour: string;
                            /** Format: date-time */
                            readonly createdAt: string;
                            readonly endpointId: string | null;
                            readonly id: string;
                            readonly isHard: boolean;
                            readonly limitNanoUsd: string;
                            readonly limitUsd: string;
                            readonly name: string;
                            readonly overshootBoundNanoUsd: string | null;
                            readonly overshootBoundUsd: string | null;
                            readonly percent: number;
                            readonly period: string;
                            readonly projectId: string;
                            readonly spentNanoUsd: string;
                            readonly spentUsd: string;
                            /** @enum {string} */
                            readonly state: "within" | "exceeded" | "stopped";
                            readonly thresholdsPercent: readonly number[];
                            readonly thresholdsReached: readonly number[];
                            /** Format: date-time */
                            readonly updatedAt: string;
                        }[];
                        readonly nextCursor: string | null;
                    };
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Budget.create": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["CreateBudget"];
            };
        };
        readonly responses: {
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly burnRateNanoUsdPerHour: string;
                        /** Format: date-time */
                        readonly createdAt: string;
                        readonly endpointId: string | null;
                        readonly id: string;
                        readonly isHard: boolean;
                        readonly limitNanoUsd: string;
                        readonly limitUsd: string;
                        readonly name: string;
                        readonly overshootBoundNanoUsd: string | null;
                        readonly overshootBoundUsd: string | null;
                        readonly percent: number;
                        readonly period: string;
                        readonly projectId: string;
                        readonly spentNanoUsd: string;
                        readonly spentUsd: string;
                        /** @enum {string} */
                        readonly state: "within" | "exceeded" | "stopped";
                        readonly thresholdsPercent: readonly number[];
                        readonly thresholdsReached: readonly number[];
                        /** Format: date-time */
                        readonly updatedAt: string;
                    };
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Budget.one": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The budget’s id, e.g. budg-0123456789ab */
                readonly budgetId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly burnRateNanoUsdPerHour: string;
                        /** Format: date-time */
                        readonly createdAt: string;
                        readonly endpointId: string | null;
                        readonly id: string;
                        readonly isHard: boolean;
                        readonly limitNanoUsd: string;
                        readonly limitUsd: string;
                        readonly name: string;
                        readonly overshootBoundNanoUsd: string | null;
                        readonly overshootBoundUsd: string | null;
                        readonly percent: number;
                        readonly period: string;
                        readonly projectId: string;
                        readonly spentNanoUsd: string;
                        readonly spentUsd: string;
                        /** @enum {string} */
                        readonly state: "within" | "exceeded" | "stopped";
                        readonly thresholdsPercent: readonly number[];
                        readonly thresholdsReached: readonly number[];
                        /** Format: date-time */
                        readonly updatedAt: string;
                    };
                };
            };
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Budget.remove": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The budget’s id, e.g. budg-0123456789ab */
                readonly budgetId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Budget.change": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The budget’s id, e.g. budg-0123456789ab */
                readonly budgetId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["ChangeBudget"];
            };
        };
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly burnRateNanoUsdPerHour: string;
                        /** Format: date-time */
                        readonly createdAt: string;
                        readonly endpointId: string | null;
                        readonly id: string;
                        readonly isHard: boolean;
                        readonly limitNanoUsd: string;
                        readonly limitUsd: string;
                        readonly name: string;
                        readonly overshootBoundNanoUsd: string | null;
                        readonly overshootBoundUsd: string | null;
                        readonly percent: number;
                        readonly period: string;
                        readonly projectId: string;
                        readonly spentNanoUsd: string;
                        readonly spentUsd: string;
                        /** @enum {string} */
                        readonly state: "within" | "exceeded" | "stopped";
                        readonly thresholdsPercent: readonly number[];
                        readonly thresholdsReached: readonly number[];
                        /** Format: date-time */
                        readonly updatedAt: string;
                    };
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Channel.all": {
        readonly parameters: {
            readonly query?: {
                /** @description nextCursor of the page before */
                readonly cursor?: string;
                /** @description how many at most */
                readonly limit?: number;
            };
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly {
                            readonly addresses: readonly string[];
                            /** Format: date-time */
                            readonly createdAt: string;
                            readonly deliveries: number;
                            readonly dropped: number;
                            readonly failingSince: string | null;
                            readonly id: string;
                            /** @enum {string} */
                            readonly kind: "email" | "webhook" | "slack";
                            readonly lastDeliveredAt: string | null;
                            readonly lastError: string | null;
                            readonly name: string;
                            readonly notices: readonly ("endpoint.ready" | "endpoint.failed" | "endpoint.degraded" | "endpoint.no_capacity" | "endpoint.disabled" | "budget.threshold_reached" | "spending.stopped" | "spending.resumed" | "invoice.ready" | "domain.verified" | "domain.released")[];
                            readonly projectId: string;
                            /** @enum {string} */
                            readonly state: "untried" | "working" | "failing";
                            /** Format: date-time */
                            readonly updatedAt: string;
                            readonly url: string | null;
                            readonly waiting: number;
                        }[];
                        readonly nextCursor: string | null;
                    };
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Channel.create": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["CreateChannel"];
            };
        };
        readonly responses: {
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly addresses: readonly string[];
                        /** Format: date-time */
                        readonly createdAt: string;
                        readonly deliveries: number;
                        readonly dropped: number;
                        readonly failingSince: string | null;
                        readonly id: string;
                        /** @enum {string} */
                        readonly kind: "email" | "webhook" | "slack";
                        readonly lastDeliveredAt: string | null;
                        readonly lastError: string | null;
                        readonly name: string;
                        readonly notices: readonly ("endpoint.ready" | "endpoint.failed" | "endpoint.degraded" | "endpoint.no_capacity" | "endpoint.disabled" | "budget.threshold_reached" | "spending.stopped" | "spending.resumed" | "invoice.ready" | "domain.verified" | "domain.released")[];
                        readonly projectId: string;
                        /** @enum {string} */
                        readonly state: "untried" | "working" | "failing";
                        /** Format: date-time */
                        readonly updatedAt: string;
                        readonly url: string | null;
                        readonly waiting: number;
                    };
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Channel.one": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The channel’s id, e.g. chan-0123456789ab */
                readonly channelId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly addresses: readonly string[];
                        /** Format: date-time */
                        readonly createdAt: string;
                        readonly deliveries: number;
                        readonly dropped: number;
                        readonly failingSince: string | null;
                        readonly id: string;
                        /** @enum {string} */
                        readonly kind: "email" | "webhook" | "slack";
                        readonly lastDeliveredAt: string | null;
                        readonly lastError: string | null;
                        readonly name: string;
                        readonly notices: readonly ("endpoint.ready" | "endpoint.failed" | "endpoint.degraded" | "endpoint.no_capacity" | "endpoint.disabled" | "budget.threshold_reached" | "spending.stopped" | "spending.resumed" | "invoice.ready" | "domain.verified" | "domain.released")[];
                        readonly projectId: string;
                        /** @enum {string} */
                        readonly state: "untried" | "working" | "failing";
                        /** Format: date-time */
                        readonly updatedAt: string;
                        readonly url: string | null;
                        readonly waiting: number;
                    };
                };
            };
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Channel.remove": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The channel’s id, e.g. chan-0123456789ab */
                readonly channelId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Channel.change": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The channel’s id, e.g. chan-0123456789ab */
                readonly channelId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["ChangeChannel"];
            };
        };
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly addresses: readonly string[];
                        /** Format: date-time */
                        readonly createdAt: string;
                        readonly deliveries: number;
                        readonly dropped: number;
                        readonly failingSince: string | null;
                        readonly id: string;
                        /** @enum {string} */
                        readonly kind: "email" | "webhook" | "slack";
                        readonly lastDeliveredAt: string | null;
                        readonly lastError: string | null;
                        readonly name: string;
                        readonly notices: readonly ("endpoint.ready" | "endpoint.failed" | "endpoint.degraded" | "endpoint.no_capacity" | "endpoint.disabled" | "budget.threshold_reached" | "spending.stopped" | "spending.resumed" | "invoice.ready" | "domain.verified" | "domain.released")[];
                        readonly projectId: string;
                        /** @enum {string} */
                        readonly state: "untried" | "working" | "failing";
                        /** Format: date-time */
                        readonly updatedAt: string;
                        readonly url: string | null;
                        readonly waiting: number;
                    };
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Channel.deliveries": {
        readonly parameters: {
            readonly query?: {
                /** @description nextCursor of the page before */
                readonly cursor?: string;
                /** @description how many at most */
                readonly limit?: number;
                /** @description only deliveries in this state */
                readonly state?: "queued" | "delivered" | "failed";
            };
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The channel’s id, e.g. chan-0123456789ab */
                readonly channelId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly {
                            readonly finishedAt: string | null;
                            readonly id: string;
                            readonly lastError: string | null;
                            readonly lastStatus: number | null;
                            readonly lastTriedAt: string | null;
                            readonly nextTryAt: string | null;
                            readonly number: number;
                            /** Format: date-time */
                            readonly queuedAt: string;
                            /** @enum {string} */
                            readonly state: "queued" | "delivered" | "failed";
                            readonly title: string;
                            readonly tries: number;
                            readonly type: string;
                        }[];
                        readonly nextCursor: string | null;
                    };
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Channel.replay": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The channel’s id, e.g. chan-0123456789ab */
                readonly channelId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["ReplayChannel"];
            };
        };
        readonly responses: {
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly deliveries: number;
                    };
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Channel.test": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The channel’s id, e.g. chan-0123456789ab */
                readonly channelId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly deliveryId: string;
                    };
                };
            };
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Cost.ofProject": {
        readonly parameters: {
            readonly query?: {
                /** @description nextCursor of the page before */
                readonly cursor?: string;
                /** @description how many at most */
                readonly limit?: number;
            };
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Cost"];
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Endpoint.all": {
        readonly parameters: {
            readonly query?: {
                /** @description nextCursor of the page before */
                readonly cursor?: string;
                /** @description how many at most */
                readonly limit?: number;
                /** @description Only endpoints in this state */
                readonly state?: "building" | "deploying" | "starting" | "running" | "sleeping" | "waking" | "stopping" | "stopped" | "build_failed" | "deploy_failed" | "runtime_error" | "disabled" | "deleted";
                /** @description a tag’s name, or name=value */
                readonly tag?: string;
            };
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["Endpoint"][];
                        readonly nextCursor: string | null;
                    };
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Endpoint.create": {
        readonly parameters: {
            readonly query?: {
                /** @description judge it only: nothing is made */
                readonly validateOnly?: "true" | "false";
                /** @description answer when nothing more comes of itself, or after so many seconds, at most 300 */
                readonly wait?: string;
            };
            readonly header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["CreateEndpoint"];
            };
        };
        readonly responses: {
            /** @description with validateOnly */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["EndpointPreview"];
                };
            };
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["CreatedEndpoint"];
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Endpoint.one": {
        readonly parameters: {
            readonly query?: {
                /** @description what it was at that time */
                readonly asOf?: string;
            };
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The endpoint’s id, e.g. endpt-0123456789ab */
                readonly endpointId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Endpoint"];
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 410: components["responses"]["Gone"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Endpoint.remove": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description the ETag that must still be the present one */
                readonly "If-Match"?: string;
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The endpoint’s id, e.g. endpt-0123456789ab */
                readonly endpointId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["DeleteEndpoint"];
            };
        };
        readonly responses: {
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Endpoint"];
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 410: components["responses"]["Gone"];
            readonly 412: components["responses"]["Changed"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Endpoint.update": {
        readonly parameters: {
            readonly query?: {
                /** @description so many of 100 requests go to the new template, until it is promoted or aborted */
                readonly canary?: number;
                /** @description judge it only: nothing is made */
                readonly validateOnly?: "true" | "false";
                /** @description answer when nothing more comes of itself, or after so many seconds, at most 300 */
                readonly wait?: string;
            };
            readonly header?: {
                /** @description the ETag that must still be the present one */
                readonly "If-Match"?: string;
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The endpoint’s id, e.g. endpt-0123456789ab */
                readonly endpointId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["UpdateEndpoint"];
                readonly "application/merge-patch+json": components["schemas"]["UpdateEndpoint"];
            };
        };
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["UpdatedEndpoint"] | components["schemas"]["ChangePreview"];
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 410: components["responses"]["Gone"];
            readonly 412: components["responses"]["Changed"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Cost.ofEndpoint": {
        readonly parameters: {
            readonly query?: {
                /** @description nextCursor of the page before */
                readonly cursor?: string;
                /** @description how many at most */
                readonly limit?: number;
            };
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The endpoint’s id, e.g. endpt-0123456789ab */
                readonly endpointId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Cost"];
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 410: components["responses"]["Gone"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "EndpointAction.disable": {
        readonly parameters: {
            readonly query?: {
                /** @description answer when nothing more comes of itself, or after so many seconds, at most 300 */
                readonly wait?: string;
            };
            readonly header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The endpoint’s id, e.g. endpt-0123456789ab */
                readonly endpointId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Endpoint"];
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 410: components["responses"]["Gone"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Domain.all": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The endpoint’s id, e.g. endpt-0123456789ab */
                readonly endpointId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly {
                            readonly challenge: {
                                readonly host: string;
                                /** @constant */
                                readonly type: "TXT";
                                readonly value: string;
                            };
                            readonly checkedAt: string | null;
                            readonly domain: string;
                            readonly problem: string | null;
                            /** @enum {string} */
                            readonly state: "pending" | "verified";
                        }[];
                        readonly nextCursor: string | null;
                    };
                };
            };
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 410: components["responses"]["Gone"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Domain.check": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The custom domain */
                readonly domain: string;
                /** @description The endpoint’s id, e.g. endpt-0123456789ab */
                readonly endpointId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly challenge: {
                            readonly host: string;
                            /** @constant */
                            readonly type: "TXT";
                            readonly value: string;
                        };
                        readonly checkedAt: string | null;
                        readonly domain: string;
                        readonly problem: string | null;
                        /** @enum {string} */
                        readonly state: "pending" | "verified";
                    };
                };
            };
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 410: components["responses"]["Gone"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "EndpointAction.enable": {
        readonly parameters: {
            readonly query?: {
                /** @description answer when nothing more comes of itself, or after so many seconds, at most 300 */
                readonly wait?: string;
            };
            readonly header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The endpoint’s id, e.g. endpt-0123456789ab */
                readonly endpointId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Endpoint"];
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 410: components["responses"]["Gone"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "History.all": {
        readonly parameters: {
            readonly query?: {
                /** @description who caused it: `operator`, a token’s id or `service:<name>` */
                readonly actor?: string;
                /** @description nextCursor of the page before */
                readonly cursor?: string;
                /** @description how many at most */
                readonly limit?: number;
                /** @description Only what happened at this time or later */
                readonly since?: string;
                /** @description types of events, separated by commas */
                readonly type?: string;
                /** @description Only what happened before this time */
                readonly until?: string;
            };
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The endpoint’s id, e.g. endpt-0123456789ab */
                readonly endpointId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["Event"][];
                        readonly nextCursor: string | null;
                    };
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 410: components["responses"]["Gone"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Manifest.export": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The endpoint’s id, e.g. endpt-0123456789ab */
                readonly endpointId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/yaml": string;
                };
            };
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 410: components["responses"]["Gone"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Invocation.all": {
        readonly parameters: {
            readonly query?: {
                /** @description nextCursor of the page before */
                readonly cursor?: string;
                /** @description only those that were given up */
                readonly deadLetters?: "true" | "false";
                /** @description how many at most */
                readonly limit?: number;
                /** @description only those in this state */
                readonly state?: "queued" | "running" | "succeeded" | "failed" | "cancelled";
            };
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The endpoint’s id, e.g. endpt-0123456789ab */
                readonly endpointId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly {
                            readonly attempts: number;
                            readonly contentType: string | null;
                            readonly deadLetter: boolean;
                            readonly endpointId: string;
                            readonly error: string | null;
                            /** Format: date-time */
                            readonly expiresAt: string;
                            readonly finishedAt: string | null;
                            readonly id: string;
                            readonly maxAttempts: number;
                            /** Format: date-time */
                            readonly queuedAt: string;
                            readonly ranMs: number;
                            readonly replayedAs: string | null;
                            readonly replayOf: string | null;
                            readonly responseLocation: string;
                            readonly startedAt: string | null;
                            /** @enum {string} */
                            readonly state: "queued" | "running" | "succeeded" | "failed" | "cancelled";
                            readonly status: number | null;
                            readonly waitedMs: number;
                        }[];
                        readonly nextCursor: string | null;
                    };
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 410: components["responses"]["Gone"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Invocation.one": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The endpoint’s id, e.g. endpt-0123456789ab */
                readonly endpointId: string;
                /** @description The id of the asynchronous request, e.g. inv-0123456789ab */
                readonly invocationId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly attempts: number;
                        readonly contentType: string | null;
                        readonly deadLetter: boolean;
                        readonly endpointId: string;
                        readonly error: string | null;
                        /** Format: date-time */
                        readonly expiresAt: string;
                        readonly finishedAt: string | null;
                        readonly id: string;
                        readonly maxAttempts: number;
                        /** Format: date-time */
                        readonly queuedAt: string;
                        readonly ranMs: number;
                        readonly replayedAs: string | null;
                        readonly replayOf: string | null;
                        readonly responseLocation: string;
                        readonly startedAt: string | null;
                        /** @enum {string} */
                        readonly state: "queued" | "running" | "succeeded" | "failed" | "cancelled";
                        readonly status: number | null;
                        readonly waitedMs: number;
                    };
                };
            };
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 410: components["responses"]["Gone"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Invocation.cancel": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The endpoint’s id, e.g. endpt-0123456789ab */
                readonly endpointId: string;
                /** @description The id of the asynchronous request, e.g. inv-0123456789ab */
                readonly invocationId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly attempts: number;
                        readonly contentType: string | null;
                        readonly deadLetter: boolean;
                        readonly endpointId: string;
                        readonly error: string | null;
                        /** Format: date-time */
                        readonly expiresAt: string;
                        readonly finishedAt: string | null;
                        readonly id: string;
                        readonly maxAttempts: number;
                        /** Format: date-time */
                        readonly queuedAt: string;
                        readonly ranMs: number;
                        readonly replayedAs: string | null;
                        readonly replayOf: string | null;
                        readonly responseLocation: string;
                        readonly startedAt: string | null;
                        /** @enum {string} */
                        readonly state: "queued" | "running" | "succeeded" | "failed" | "cancelled";
                        readonly status: number | null;
                        readonly waitedMs: number;
                    };
                };
            };
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 410: components["responses"]["Gone"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Invocation.replay": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The endpoint’s id, e.g. endpt-0123456789ab */
                readonly endpointId: string;
                /** @description The id of the asynchronous request, e.g. inv-0123456789ab */
                readonly invocationId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly invocationId: string;
                    };
                };
            };
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 410: components["responses"]["Gone"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Log.lines": {
        readonly parameters: {
            readonly query?: {
                /** @description only lines stored after this cursor, the next ones */
                readonly after?: string;
                /** @description only lines stored before this cursor, the last ones: `olderCursor` */
                readonly before?: string;
                /** @description false: q in upper or lower case */
                readonly case?: "true" | "false" | "1" | "0";
                /** @description go on as server-sent events */
                readonly follow?: "true" | "false" | "1" | "0";
                /** @description json: one page; ndjson and text: a download of all that is wanted */
                readonly format?: "json" | "ndjson" | "text";
                /** @description the newest lines, 1 to 5000, or all; 100, of a download all. Also `tail`, `tailLines` */
                readonly lines?: string;
                /** @description only lines of the replica before: before `replica`, or before the newest */
                readonly previous?: "true" | "false" | "1" | "0";
                /** @description only lines that hold this text, or match this expression */
                readonly q?: string;
                /** @description true: q is an expression in RE2’s syntax */
                readonly regex?: "true" | "false" | "1" | "0";
                /** @description only lines of this replica, which may be gone */
                readonly replica?: string;
                /** @description only lines that name this request */
                readonly requestId?: string;
                /** @description only lines at least so grave */
                readonly severity?: "trace" | "debug" | "info" | "warn" | "error" | "fatal";
                /** @description only lines since then: a time, or so long ago like 15m. Also `sinceTime`; in seconds `seconds`, `sinceSeconds` */
                readonly since?: string;
                /** @description only lines that came this way */
                readonly stream?: "stdout" | "stderr" | "pushed" | "platform";
                /** @description of text: each line after its time */
                readonly timestamps?: "true" | "false" | "1" | "0";
                /** @description only lines that name this trace */
                readonly traceId?: string;
                /** @description only lines before then */
                readonly until?: string;
            };
            readonly header?: {
                /** @description when following: the last cursor that was seen */
                readonly "Last-Event-ID"?: string;
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The endpoint’s id, e.g. endpt-0123456789ab */
                readonly endpointId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly cameTo: string | null;
                        readonly cursor: string;
                        readonly lines: readonly components["schemas"]["LogLine"][];
                        readonly olderCursor: string | null;
                    };
                    readonly "application/x-ndjson": string;
                    readonly "text/event-stream": string;
                    readonly "text/plain": string;
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 410: components["responses"]["Gone"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Metric.series": {
        readonly parameters: {
            readonly query?: {
                /** @description from when on: a time, or how long before now; an hour */
                readonly from?: unknown;
                /** @description metrics by their names, see /v1/metric-names, or `runtime:` and a runtime’s own; separated by commas */
                readonly names?: string;
                /** @description of each replica by itself */
                readonly perReplica?: "true" | "false";
                /** @description of this replica alone, which may be gone */
                readonly replica?: string;
                /** @description how long each step is; without it, steps that make a good chart. What is long ago is kept in longer steps only. */
                readonly step?: string;
                /** @description until when: a time, or how long before now; now */
                readonly until?: string;
            };
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The endpoint’s id, e.g. endpt-0123456789ab */
                readonly endpointId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** Format: date-time */
                        readonly from: string;
                        readonly series: readonly {
                            readonly endpointId: string | null;
                            readonly metric: string;
                            readonly replicaId: string | null;
                            /** @enum {string} */
                            readonly unit: "requests_per_second" | "tokens_per_second" | "ratio" | "seconds" | "requests" | "replicas" | "restarts" | "cores" | "bytes" | "usd_per_hour" | "usd" | "none";
                            readonly values: readonly (number | null)[];
                        }[];
                        readonly stepSeconds: number;
                        /** Format: date-time */
                        readonly until: string;
                    };
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 410: components["responses"]["Gone"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Replica.all": {
        readonly parameters: {
            readonly query?: {
                /** @description nextCursor of the page before */
                readonly cursor?: string;
                /** @description how many at most */
                readonly limit?: number;
                /** @description with those that have ended */
                readonly stopped?: "true" | "false";
            };
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The endpoint’s id, e.g. endpt-0123456789ab */
                readonly endpointId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["Replica"][];
                        readonly nextCursor: string | null;
                    };
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 410: components["responses"]["Gone"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Replica.placement": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The endpoint’s id, e.g. endpt-0123456789ab */
                readonly endpointId: string;
                /** @description The replica’s id, e.g. repl-0123456789ab */
                readonly replicaId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** @enum {string} */
                        readonly asOf: "placed" | "waiting";
                        readonly candidates: readonly {
                            readonly chosen: boolean;
                            readonly cost: number | null;
                            readonly hostname: string;
                            readonly nodeId: string;
                            readonly reason: string;
                        }[];
                        readonly nodes: number;
                        readonly placeInLine: {
                            readonly of: number;
                            readonly place: number;
                        } | null;
                        readonly reason: string;
                        readonly replicaId: string;
                        /** @enum {string} */
                        readonly state: "pending" | "placed" | "starting" | "ready" | "draining" | "asleep" | "stopped";
                    };
                };
            };
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 410: components["responses"]["Gone"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Request.all": {
        readonly parameters: {
            readonly query?: {
                /** @description nextCursor of the page before */
                readonly cursor?: string;
                /** @description how many at most */
                readonly limit?: number;
                /** @description only those that took so many milliseconds or more */
                readonly minDurationMs?: number;
                /** @description only those that ended like this */
                readonly outcome?: "answered" | "refused" | "client_gone" | "cut";
                /** @description only those that this replica had */
                readonly replica?: string;
                /** @description only those with this id: the `x-request-id` of the answer */
                readonly request?: string;
                /** @description Only what happened at this time or later */
                readonly since?: string;
                /** @description only those that were answered with this status, or with one of this class; `none`: with none */
                readonly status?: string;
                /** @description only those that came with this token: its id or its name */
                readonly token?: string;
                /** @description Only what happened before this time */
                readonly until?: string;
            };
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The endpoint’s id, e.g. endpt-0123456789ab */
                readonly endpointId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["Request"][];
                        readonly nextCursor: string | null;
                        readonly notRecorded: readonly {
                            readonly endpointId: string;
                            /** Format: date-time */
                            readonly from: string;
                            readonly requests: number;
                            /** Format: date-time */
                            readonly until: string;
                        }[];
                    };
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 410: components["responses"]["Gone"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Request.export": {
        readonly parameters: {
            readonly query?: {
                /** @description one JSON object a line, or a table */
                readonly format?: "ndjson" | "csv";
                /** @description only those that took so many milliseconds or more */
                readonly minDurationMs?: number;
                /** @description only those that ended like this */
                readonly outcome?: "answered" | "refused" | "client_gone" | "cut";
                /** @description only those that this replica had */
                readonly replica?: string;
                /** @description only those with this id: the `x-request-id` of the answer */
                readonly request?: string;
                /** @description Only what happened at this time or later */
                readonly since?: string;
                /** @description only those that were answered with this status, or with one of this class; `none`: with none */
                readonly status?: string;
                /** @description only those that came with this token: its id or its name */
                readonly token?: string;
                /** @description Only what happened before this time */
                readonly until?: string;
            };
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The endpoint’s id, e.g. endpt-0123456789ab */
                readonly endpointId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/x-ndjson": string;
                    readonly "text/csv": string;
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 410: components["responses"]["Gone"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Request.hourly": {
        readonly parameters: {
            readonly query?: {
                /** @description what each hour is divided by */
                readonly by?: "hour" | "token" | "status" | "endpoint";
                /** @description nextCursor of the page before */
                readonly cursor?: string;
                /** @description how many at most */
                readonly limit?: number;
                /** @description Only what happened at this time or later */
                readonly since?: string;
                /** @description Only what happened before this time */
                readonly until?: string;
            };
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The endpoint’s id, e.g. endpt-0123456789ab */
                readonly endpointId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["RequestHour"][];
                        readonly nextCursor: string | null;
                        readonly notRecorded: readonly {
                            readonly endpointId: string;
                            /** Format: date-time */
                            readonly from: string;
                            readonly requests: number;
                            /** Format: date-time */
                            readonly until: string;
                        }[];
                    };
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 410: components["responses"]["Gone"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "EndpointAction.restart": {
        readonly parameters: {
            readonly query?: {
                /** @description answer when nothing more comes of itself, or after so many seconds, at most 300 */
                readonly wait?: string;
            };
            readonly header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The endpoint’s id, e.g. endpt-0123456789ab */
                readonly endpointId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Endpoint"];
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 410: components["responses"]["Gone"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Revision.all": {
        readonly parameters: {
            readonly query?: {
                /** @description nextCursor of the page before */
                readonly cursor?: string;
                /** @description how many at most */
                readonly limit?: number;
            };
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The endpoint’s id, e.g. endpt-0123456789ab */
                readonly endpointId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["Revision"][];
                        readonly nextCursor: string | null;
                    };
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 410: components["responses"]["Gone"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Revision.one": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The endpoint’s id, e.g. endpt-0123456789ab */
                readonly endpointId: string;
                /** @description The number of the revision */
                readonly revision: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Revision"];
                };
            };
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 410: components["responses"]["Gone"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Revision.rollback": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description The ETag that must still be the present one */
                readonly "If-Match"?: string;
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The endpoint’s id, e.g. endpt-0123456789ab */
                readonly endpointId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["Rollback"];
            };
        };
        readonly responses: {
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Endpoint"];
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 410: components["responses"]["Gone"];
            readonly 412: components["responses"]["Changed"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Revision.shift": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The endpoint’s id, e.g. endpt-0123456789ab */
                readonly endpointId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["ShiftRollout"];
            };
        };
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Endpoint"];
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 410: components["responses"]["Gone"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Revision.abort": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The endpoint’s id, e.g. endpt-0123456789ab */
                readonly endpointId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Endpoint"];
                };
            };
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 410: components["responses"]["Gone"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Revision.promote": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The endpoint’s id, e.g. endpt-0123456789ab */
                readonly endpointId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Endpoint"];
                };
            };
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 410: components["responses"]["Gone"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Scaling.why": {
        readonly parameters: {
            readonly query?: {
                /** @description how many of the last decisions */
                readonly decisions?: number;
            };
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The endpoint’s id, e.g. endpt-0123456789ab */
                readonly endpointId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly decisions: readonly {
                            /** Format: date-time */
                            readonly at: string;
                            /** @enum {string} */
                            readonly cause: "deploy" | "load" | "wake" | "idle" | "stop" | "start" | "manual" | "failed" | "delete" | "budget";
                            readonly formula: string;
                            readonly from: number;
                            readonly limitedBy: readonly ("min_replicas" | "max_replicas" | "idle_timeout" | "initial_cooldown" | "scale_down_hold" | "scale_up_rate" | "scale_down_rate" | "metric_stale" | "budget" | "capacity")[];
                            readonly position: number;
                            readonly revision: number;
                            readonly text: string;
                            readonly to: number;
                        }[];
                        readonly now: {
                            /** Format: date-time */
                            readonly at: string;
                            /** @enum {string} */
                            readonly cause: "deploy" | "load" | "wake" | "idle" | "stop" | "start" | "manual" | "failed" | "delete" | "budget";
                            readonly current: number;
                            readonly desired: number;
                            readonly endpointId: string;
                            readonly formula: string;
                            readonly inputs: {
                                readonly bounds: {
                                    /** @enum {string} */
                                    readonly by: "settings" | "schedule";
                                    readonly maxReplicas: number;
                                    readonly minReplicas: number;
                                };
                                readonly ceilings: readonly {
                                    /** @enum {string} */
                                    readonly reason: "budget" | "capacity";
                                    readonly replicas: number;
                                }[];
                                readonly current: number;
                                readonly demands: readonly {
                                    readonly calm: number;
                                    readonly headway: {
                                        readonly backlog: number;
                                        readonly demand: number;
                                        readonly error: number;
                                        readonly level: number;
                                        readonly safety: number;
                                        readonly seasonal: number;
                                        readonly serviceSeconds: number;
                                        readonly slots: number;
                                        readonly spread: number;
                                        readonly startSeconds: number;
                                        readonly surge: number;
                                    } | null;
                                    readonly keep: number;
                                    readonly metric: string;
                                    readonly replicas: number;
                                    readonly target: number;
                                    readonly value: number | null;
                                }[];
                                readonly heldReplicas: number;
                                readonly highestOfMinute: number;
                                readonly holdEndsInSeconds: number;
                                readonly holdSeconds: number;
                                readonly idleSeconds: number | null;
                                readonly inFlight: number;
                                readonly lowestOfMinute: number;
                                readonly ready: number;
                                readonly readySeconds: number | null;
                                readonly requestsPerSecond: number;
                                readonly rest: {
                                    readonly by: readonly ("min_replicas" | "max_replicas" | "idle_timeout" | "initial_cooldown" | "scale_down_hold" | "scale_up_rate" | "scale_down_rate" | "metric_stale" | "budget" | "capacity")[];
                                    readonly idleSeconds: number;
                                    readonly isExpected: boolean;
                                    readonly isKept: boolean;
                                    readonly keepSeconds: number;
                                    readonly leavesInSeconds: number | null;
                                };
                                readonly secondsSinceWake: number | null;
                                readonly stale: boolean;
                                readonly starting: number;
                                readonly waiting: number;
                            } | null;
                            readonly learned: {
                                readonly forecastError: number;
                                readonly gaps: {
                                    readonly seconds: readonly number[];
                                    readonly seen: number;
                                };
                                readonly idlePlan: {
                                    readonly fromSeconds: number | null;
                                    readonly keepSeconds: number;
                                    readonly toSeconds: number | null;
                                } | null;
                                readonly serviceSeconds: number;
                                readonly starts: readonly number[];
                                readonly startSeconds: number | null;
                            } | null;
                            readonly limitedBy: readonly ("min_replicas" | "max_replicas" | "idle_timeout" | "initial_cooldown" | "scale_down_hold" | "scale_up_rate" | "scale_down_rate" | "metric_stale" | "budget" | "capacity")[];
                            readonly mayMoveInSeconds: number | null;
                            readonly text: string;
                        } | null;
                    };
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 410: components["responses"]["Gone"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Secret.all": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The endpoint’s id, e.g. endpt-0123456789ab */
                readonly endpointId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly {
                            readonly name: string;
                            readonly setAt: string | null;
                        }[];
                        readonly nextCursor: string | null;
                    };
                };
            };
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 410: components["responses"]["Gone"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Scaling.simulate": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The endpoint’s id, e.g. endpt-0123456789ab */
                readonly endpointId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["SimulateEndpoint"];
            };
        };
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly bucketSeconds: number;
                        readonly endpointId: string;
                        /** Format: date-time */
                        readonly from: string;
                        readonly hardwareId: string;
                        readonly notes: readonly string[];
                        readonly policies: readonly {
                            readonly changesPerHour: number;
                            readonly coldRequests: number;
                            readonly coldStarts: number;
                            readonly costNanoUsd: string | null;
                            readonly gpuSeconds: number;
                            readonly mostReplicas: number;
                            readonly name: string;
                            readonly replicaSeconds: number;
                            readonly scaling: {
                                readonly idleTimeoutSeconds: number | null;
                                readonly initialCooldownSeconds: number;
                                readonly maxReplicas: number;
                                readonly minReplicas: number;
                                /** @enum {string} */
                                readonly mode: "automatic" | "manual";
                                readonly panic: boolean;
                                readonly rules: readonly {
                                    readonly metric: string;
                                    readonly target: number;
                                }[];
                                readonly scaleDownPerMinute: number | null;
                                readonly scaleUpPerMinute: number | null;
                                readonly schedules: readonly {
                                    readonly cron: string;
                                    readonly durationSeconds: number;
                                    readonly maxReplicas: number | null;
                                    readonly minReplicas: number | null;
                                    readonly timeZone: string;
                                }[];
                                readonly seasonSeconds: number | null;
                                readonly stabilizationWindowSeconds: number | null;
                                /** @enum {string} */
                                readonly waitPrice: "lean" | "balanced" | "fast";
                            };
                            readonly series: {
                                readonly arrivals: readonly number[];
                                readonly inFlight: readonly number[];
                                readonly ready: readonly number[];
                                readonly replicas: readonly number[];
                                readonly waiting: readonly number[];
                            };
                            readonly starts: number;
                            readonly waitSeconds: {
                                readonly mean: number;
                                readonly p50: number;
                                readonly p95: number;
                                readonly p99: number;
                            };
                            readonly within1s: number | null;
                            readonly within5s: number | null;
                        }[];
                        readonly priceNanoUsdPerHour: string | null;
                        readonly requests: number;
                        /** Format: date-time */
                        readonly to: string;
                    };
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 410: components["responses"]["Gone"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "EndpointAction.start": {
        readonly parameters: {
            readonly query?: {
                /** @description answer when nothing more comes of itself, or after so many seconds, at most 300 */
                readonly wait?: string;
            };
            readonly header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The endpoint’s id, e.g. endpt-0123456789ab */
                readonly endpointId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Endpoint"];
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 410: components["responses"]["Gone"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "EndpointAction.stop": {
        readonly parameters: {
            readonly query?: {
                /** @description answer when nothing more comes of itself, or after so many seconds, at most 300 */
                readonly wait?: string;
            };
            readonly header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The endpoint’s id, e.g. endpt-0123456789ab */
                readonly endpointId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Endpoint"];
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 410: components["responses"]["Gone"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Catalogue.frameworks": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["Framework"][];
                        readonly nextCursor: string | null;
                    };
                };
            };
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Catalogue.hardware": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["Hardware"][];
                        readonly nextCursor: string | null;
                    };
                };
            };
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "LogSink.all": {
        readonly parameters: {
            readonly query?: {
                /** @description nextCursor of the page before */
                readonly cursor?: string;
                /** @description how many at most */
                readonly limit?: number;
            };
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly {
                            /** Format: date-time */
                            readonly createdAt: string;
                            readonly description: string;
                            readonly endpointIds: readonly string[];
                            readonly failingSince: string | null;
                            readonly headerNames: readonly string[];
                            readonly id: string;
                            /** @enum {string} */
                            readonly kind: "otlp" | "loki";
                            readonly lagSeconds: number;
                            readonly lastError: string | null;
                            readonly lastSentAt: string | null;
                            readonly linesRejected: number;
                            readonly linesSent: number;
                            readonly nextTryAt: string | null;
                            readonly projectId: string;
                            /** @enum {string} */
                            readonly state: "active" | "failing" | "disabled";
                            /** Format: date-time */
                            readonly updatedAt: string;
                            readonly url: string;
                        }[];
                        readonly nextCursor: string | null;
                    };
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "LogSink.create": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["CreateLogSink"];
            };
        };
        readonly responses: {
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** Format: date-time */
                        readonly createdAt: string;
                        readonly description: string;
                        readonly endpointIds: readonly string[];
                        readonly failingSince: string | null;
                        readonly headerNames: readonly string[];
                        readonly id: string;
                        /** @enum {string} */
                        readonly kind: "otlp" | "loki";
                        readonly lagSeconds: number;
                        readonly lastError: string | null;
                        readonly lastSentAt: string | null;
                        readonly linesRejected: number;
                        readonly linesSent: number;
                        readonly nextTryAt: string | null;
                        readonly projectId: string;
                        /** @enum {string} */
                        readonly state: "active" | "failing" | "disabled";
                        /** Format: date-time */
                        readonly updatedAt: string;
                        readonly url: string;
                    };
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "LogSink.one": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The log sink’s id, e.g. sink-0123456789ab */
                readonly sinkId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** Format: date-time */
                        readonly createdAt: string;
                        readonly description: string;
                        readonly endpointIds: readonly string[];
                        readonly failingSince: string | null;
                        readonly headerNames: readonly string[];
                        readonly id: string;
                        /** @enum {string} */
                        readonly kind: "otlp" | "loki";
                        readonly lagSeconds: number;
                        readonly lastError: string | null;
                        readonly lastSentAt: string | null;
                        readonly linesRejected: number;
                        readonly linesSent: number;
                        readonly nextTryAt: string | null;
                        readonly projectId: string;
                        /** @enum {string} */
                        readonly state: "active" | "failing" | "disabled";
                        /** Format: date-time */
                        readonly updatedAt: string;
                        readonly url: string;
                    };
                };
            };
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "LogSink.remove": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The log sink’s id, e.g. sink-0123456789ab */
                readonly sinkId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "LogSink.change": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The log sink’s id, e.g. sink-0123456789ab */
                readonly sinkId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["ChangeLogSink"];
            };
        };
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** Format: date-time */
                        readonly createdAt: string;
                        readonly description: string;
                        readonly endpointIds: readonly string[];
                        readonly failingSince: string | null;
                        readonly headerNames: readonly string[];
                        readonly id: string;
                        /** @enum {string} */
                        readonly kind: "otlp" | "loki";
                        readonly lagSeconds: number;
                        readonly lastError: string | null;
                        readonly lastSentAt: string | null;
                        readonly linesRejected: number;
                        readonly linesSent: number;
                        readonly nextTryAt: string | null;
                        readonly projectId: string;
                        /** @enum {string} */
                        readonly state: "active" | "failing" | "disabled";
                        /** Format: date-time */
                        readonly updatedAt: string;
                        readonly url: string;
                    };
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "LogSink.test": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The log sink’s id, e.g. sink-0123456789ab */
                readonly sinkId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly delivered: boolean;
                        readonly error: string | null;
                        readonly status: number | null;
                    };
                };
            };
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Me.me": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly actor: string;
                        readonly expiresAt: string | null;
                        /** @enum {string} */
                        readonly kind: "operator" | "token";
                        readonly projectId: string | null;
                        readonly role: ("owner" | "developer" | "viewer" | "operator") | null;
                        readonly scopes: readonly ("read" | "write" | "invoke" | "admin")[];
                    };
                };
            };
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Metric.names": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly {
                            readonly help: string;
                            /** @enum {string} */
                            readonly kind: "rate" | "ratio" | "quantile" | "count" | "gauge";
                            readonly name: string;
                            readonly scopes: readonly ("endpoint" | "replica" | "project")[];
                            /** @enum {string} */
                            readonly unit: "requests_per_second" | "tokens_per_second" | "ratio" | "seconds" | "requests" | "replicas" | "restarts" | "cores" | "bytes" | "usd_per_hour" | "usd" | "none";
                        }[];
                        readonly nextCursor: null;
                    };
                };
            };
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Metric.ofProject": {
        readonly parameters: {
            readonly query?: {
                /** @description from when on: a time, or how long before now; an hour */
                readonly from?: unknown;
                /** @description metrics by their names, see /v1/metric-names, or `runtime:` and a runtime’s own; separated by commas */
                readonly names?: string;
                /** @description how long each step is; without it, steps that make a good chart. What is long ago is kept in longer steps only. */
                readonly step?: string;
                /** @description until when: a time, or how long before now; now */
                readonly until?: string;
            };
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** Format: date-time */
                        readonly from: string;
                        readonly series: readonly {
                            readonly endpointId: string | null;
                            readonly metric: string;
                            readonly replicaId: string | null;
                            /** @enum {string} */
                            readonly unit: "requests_per_second" | "tokens_per_second" | "ratio" | "seconds" | "requests" | "replicas" | "restarts" | "cores" | "bytes" | "usd_per_hour" | "usd" | "none";
                            readonly values: readonly (number | null)[];
                        }[];
                        readonly stepSeconds: number;
                        /** Format: date-time */
                        readonly until: string;
                    };
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Metric.values": {
        readonly parameters: {
            readonly query?: {
                /** @description what becomes of the steps in it */
                readonly aggregate?: "avg" | "max" | "min" | "sum" | "last" | "p50" | "p95" | "p99";
                /** @description nextCursor of the page before */
                readonly cursor?: string;
                /** @description only of this endpoint */
                readonly endpointId?: string;
                /** @description metrics by their names, see /v1/metric-names, or `runtime:` and a runtime’s own; separated by commas */
                readonly names?: string;
                /** @description of each of what */
                readonly scope?: "endpoint" | "replica" | "project";
                /** @description over how long */
                readonly window?: unknown;
            };
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly {
                            /** Format: date-time */
                            readonly at: string;
                            readonly endpointId: string | null;
                            readonly metric: string;
                            readonly replicaId: string | null;
                            readonly value: number | null;
                        }[];
                        readonly nextCursor: string | null;
                    };
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Metric.scrape": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/plain": string;
                };
            };
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Node.all": {
        readonly parameters: {
            readonly query?: {
                /** @description nextCursor of the page before */
                readonly cursor?: string;
                /** @description how many at most */
                readonly limit?: number;
            };
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["Node"][];
                        readonly nextCursor: string | null;
                    };
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Node.one": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The node’s id, e.g. node-0123456789ab */
                readonly nodeId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Node"];
                };
            };
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Node.remove": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The node’s id, e.g. node-0123456789ab */
                readonly nodeId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Node.cordon": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The node’s id, e.g. node-0123456789ab */
                readonly nodeId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Node"];
                };
            };
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Node.drain": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The node’s id, e.g. node-0123456789ab */
                readonly nodeId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: {
            readonly content: {
                readonly "application/json": components["schemas"]["DrainNode"];
            };
        };
        readonly responses: {
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Node"];
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Node.uncordon": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The node’s id, e.g. node-0123456789ab */
                readonly nodeId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Node"];
                };
            };
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Plan.all": {
        readonly parameters: {
            readonly query?: {
                /** @description nextCursor of the page before */
                readonly cursor?: string;
                /** @description how many at most */
                readonly limit?: number;
            };
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly {
                            /** Format: date-time */
                            readonly effectiveFrom: string;
                            readonly plan: {
                                readonly asyncIdleIsFree: boolean;
                                readonly committed: number;
                                readonly failedStart: number;
                                readonly mustPrepay: boolean;
                                readonly phases: {
                                    readonly draining: number;
                                    readonly idle: number;
                                    readonly loading: number;
                                    readonly pulling: number;
                                    readonly ready: number;
                                    readonly sleeping: number;
                                };
                            };
                            readonly projectId: string | null;
                        }[];
                        readonly nextCursor: string | null;
                    };
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Plan.publish": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["PublishPlan"];
            };
        };
        readonly responses: {
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** Format: date-time */
                        readonly effectiveFrom: string;
                        readonly plan: {
                            readonly asyncIdleIsFree: boolean;
                            readonly committed: number;
                            readonly failedStart: number;
                            readonly mustPrepay: boolean;
                            readonly phases: {
                                readonly draining: number;
                                readonly idle: number;
                                readonly loading: number;
                                readonly pulling: number;
                                readonly ready: number;
                                readonly sleeping: number;
                            };
                        };
                        readonly projectId: string | null;
                    };
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Project.all": {
        readonly parameters: {
            readonly query?: {
                /** @description nextCursor of the page before */
                readonly cursor?: string;
                /** @description how many at most */
                readonly limit?: number;
            };
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["Project"][];
                        readonly nextCursor: string | null;
                    };
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Project.create": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["CreateProject"];
            };
        };
        readonly responses: {
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Project"];
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Project.one": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The project’s id, e.g. proj-0123456789ab */
                readonly projectId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Project"];
                };
            };
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Project.remove": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The project’s id, e.g. proj-0123456789ab */
                readonly projectId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Project.rename": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The project’s id, e.g. proj-0123456789ab */
                readonly projectId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["RenameProject"];
            };
        };
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Project"];
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Credit.balance": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The project’s id, e.g. proj-0123456789ab */
                readonly projectId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly accruedNanoUsd: string;
                        readonly accruedUsd: string;
                        /** Format: date-time */
                        readonly asOf: string;
                        readonly availableNanoUsd: string;
                        readonly availableUsd: string;
                        readonly creditNanoUsd: string;
                        readonly creditUsd: string;
                        readonly invoicedNanoUsd: string;
                        readonly invoicedUsd: string;
                        readonly projectId: string;
                        readonly unpostedNanoUsd: string;
                        readonly unpostedUsd: string;
                    };
                };
            };
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Credit.all": {
        readonly parameters: {
            readonly query?: {
                /** @description nextCursor of the page before */
                readonly cursor?: string;
                /** @description how many at most */
                readonly limit?: number;
            };
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The project’s id, e.g. proj-0123456789ab */
                readonly projectId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly {
                            readonly amountNanoUsd: string;
                            readonly amountUsd: string;
                            readonly expiresAt: string | null;
                            /** Format: date-time */
                            readonly grantedAt: string;
                            readonly id: string;
                            /** @enum {string} */
                            readonly kind: "prepaid" | "promotional";
                            readonly note: string;
                            readonly projectId: string;
                            readonly remainingNanoUsd: string;
                            readonly remainingUsd: string;
                        }[];
                        readonly nextCursor: string | null;
                    };
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Credit.grant": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The project’s id, e.g. proj-0123456789ab */
                readonly projectId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["GrantCredit"];
            };
        };
        readonly responses: {
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly amountNanoUsd: string;
                        readonly amountUsd: string;
                        readonly expiresAt: string | null;
                        /** Format: date-time */
                        readonly grantedAt: string;
                        readonly id: string;
                        /** @enum {string} */
                        readonly kind: "prepaid" | "promotional";
                        readonly note: string;
                        readonly projectId: string;
                        readonly remainingNanoUsd: string;
                        readonly remainingUsd: string;
                    };
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Plan.ofProject": {
        readonly parameters: {
            readonly query?: {
                /** @description nextCursor of the page before */
                readonly cursor?: string;
                /** @description how many at most */
                readonly limit?: number;
            };
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The project’s id, e.g. proj-0123456789ab */
                readonly projectId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly {
                            /** Format: date-time */
                            readonly effectiveFrom: string;
                            readonly plan: {
                                readonly asyncIdleIsFree: boolean;
                                readonly committed: number;
                                readonly failedStart: number;
                                readonly mustPrepay: boolean;
                                readonly phases: {
                                    readonly draining: number;
                                    readonly idle: number;
                                    readonly loading: number;
                                    readonly pulling: number;
                                    readonly ready: number;
                                    readonly sleeping: number;
                                };
                            };
                            readonly projectId: string | null;
                        }[];
                        readonly nextCursor: string | null;
                    };
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Plan.publishForProject": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The project’s id, e.g. proj-0123456789ab */
                readonly projectId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["PublishPlan"];
            };
        };
        readonly responses: {
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** Format: date-time */
                        readonly effectiveFrom: string;
                        readonly plan: {
                            readonly asyncIdleIsFree: boolean;
                            readonly committed: number;
                            readonly failedStart: number;
                            readonly mustPrepay: boolean;
                            readonly phases: {
                                readonly draining: number;
                                readonly idle: number;
                                readonly loading: number;
                                readonly pulling: number;
                                readonly ready: number;
                                readonly sleeping: number;
                            };
                        };
                        readonly projectId: string | null;
                    };
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Quota.quotasAndUse": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The project’s id, e.g. proj-0123456789ab */
                readonly projectId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly projectId: string;
                        readonly quotas: {
                            readonly endpoints: number;
                            readonly gpus: number;
                            readonly priority: number;
                            readonly replicasPerEndpoint: number;
                        };
                        readonly use: {
                            readonly endpoints: number;
                            readonly gpus: number;
                        };
                    };
                };
            };
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Quota.set": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The project’s id, e.g. proj-0123456789ab */
                readonly projectId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["SetQuotas"];
            };
        };
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly projectId: string;
                        readonly quotas: {
                            readonly endpoints: number;
                            readonly gpus: number;
                            readonly priority: number;
                            readonly replicasPerEndpoint: number;
                        };
                        readonly use: {
                            readonly endpoints: number;
                            readonly gpus: number;
                        };
                    };
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Token.all": {
        readonly parameters: {
            readonly query?: {
                /** @description nextCursor of the page before */
                readonly cursor?: string;
                /** @description how many at most */
                readonly limit?: number;
            };
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The project’s id, e.g. proj-0123456789ab */
                readonly projectId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["Token"][];
                        readonly nextCursor: string | null;
                    };
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Token.issue": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The project’s id, e.g. proj-0123456789ab */
                readonly projectId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["IssueToken"];
            };
        };
        readonly responses: {
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["IssuedToken"];
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Token.revoke": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The project’s id, e.g. proj-0123456789ab */
                readonly projectId: string;
                /** @description The token’s id, e.g. tok-0123456789ab */
                readonly tokenId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Rate.all": {
        readonly parameters: {
            readonly query?: {
                /** @description nextCursor of the page before */
                readonly cursor?: string;
                /** @description how many at most */
                readonly limit?: number;
            };
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly {
                            /** Format: date-time */
                            readonly effectiveFrom: string;
                            readonly priceNanoUsdPerHour: string;
                            readonly sku: string;
                        }[];
                        readonly nextCursor: string | null;
                    };
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Rate.publish": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["PublishRate"];
            };
        };
        readonly responses: {
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** Format: date-time */
                        readonly effectiveFrom: string;
                        readonly priceNanoUsdPerHour: string;
                        readonly sku: string;
                    };
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Request.ofProject": {
        readonly parameters: {
            readonly query?: {
                /** @description what each hour is divided by */
                readonly by?: "hour" | "token" | "status" | "endpoint";
                /** @description nextCursor of the page before */
                readonly cursor?: string;
                /** @description how many at most */
                readonly limit?: number;
                /** @description Only what happened at this time or later */
                readonly since?: string;
                /** @description Only what happened before this time */
                readonly until?: string;
            };
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["RequestHour"][];
                        readonly nextCursor: string | null;
                        readonly notRecorded: readonly {
                            readonly endpointId: string;
                            /** Format: date-time */
                            readonly from: string;
                            readonly requests: number;
                            /** Format: date-time */
                            readonly until: string;
                        }[];
                    };
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "SecurityGroup.all": {
        readonly parameters: {
            readonly query?: {
                /** @description nextCursor of the page before */
                readonly cursor?: string;
                /** @description how many at most */
                readonly limit?: number;
            };
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly {
                            /** Format: date-time */
                            readonly createdAt: string;
                            readonly id: string;
                            readonly name: string;
                            readonly projectId: string;
                            readonly rules: readonly {
                                readonly cidr: string;
                                readonly ports: readonly number[];
                            }[];
                            /** Format: date-time */
                            readonly updatedAt: string;
                        }[];
                        readonly nextCursor: string | null;
                    };
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "SecurityGroup.create": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["SaveSecurityGroup"];
            };
        };
        readonly responses: {
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** Format: date-time */
                        readonly createdAt: string;
                        readonly id: string;
                        readonly name: string;
                        readonly projectId: string;
                        readonly rules: readonly {
                            readonly cidr: string;
                            readonly ports: readonly number[];
                        }[];
                        /** Format: date-time */
                        readonly updatedAt: string;
                    };
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "SecurityGroup.one": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The security group’s id, e.g. sgrp-0123456789ab */
                readonly securityGroupId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** Format: date-time */
                        readonly createdAt: string;
                        readonly id: string;
                        readonly name: string;
                        readonly projectId: string;
                        readonly rules: readonly {
                            readonly cidr: string;
                            readonly ports: readonly number[];
                        }[];
                        /** Format: date-time */
                        readonly updatedAt: string;
                    };
                };
            };
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "SecurityGroup.change": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The security group’s id, e.g. sgrp-0123456789ab */
                readonly securityGroupId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["SaveSecurityGroup"];
            };
        };
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** Format: date-time */
                        readonly createdAt: string;
                        readonly id: string;
                        readonly name: string;
                        readonly projectId: string;
                        readonly rules: readonly {
                            readonly cidr: string;
                            readonly ports: readonly number[];
                        }[];
                        /** Format: date-time */
                        readonly updatedAt: string;
                    };
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "SecurityGroup.remove": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The security group’s id, e.g. sgrp-0123456789ab */
                readonly securityGroupId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Sizing.size": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["SizeModel"];
            };
        };
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Sizing"];
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Watch.watch": {
        readonly parameters: {
            readonly query?: {
                /** @description resume after this position, the id of the last event that was seen; Last-Event-ID goes before it */
                readonly after?: string;
                /** @description only changes of this endpoint */
                readonly endpoint?: string;
                /** @description only these types of changes, with commas between them */
                readonly types?: string;
            };
            readonly header?: {
                /** @description the id of the last event that was seen */
                readonly "Last-Event-ID"?: string;
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Goes on until one side ends it */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/event-stream": string;
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "WebhookSecret.secret": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly secret: string;
                    };
                };
            };
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Webhook.all": {
        readonly parameters: {
            readonly query?: {
                /** @description nextCursor of the page before */
                readonly cursor?: string;
                /** @description how many at most */
                readonly limit?: number;
            };
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly {
                            /** Format: date-time */
                            readonly createdAt: string;
                            readonly deliveries: number;
                            readonly description: string;
                            readonly disabledAtPosition: number | null;
                            readonly eventTypes: readonly string[];
                            readonly failingSince: string | null;
                            readonly formerSecretsUntil: string | null;
                            readonly id: string;
                            readonly lastDeliveredAt: string | null;
                            readonly projectId: string;
                            readonly reason: components["schemas"]["Reason"] | null;
                            readonly replaying: {
                                readonly fromPosition: number;
                                readonly toPosition: number;
                            } | null;
                            /** @enum {string} */
                            readonly state: "active" | "disabled";
                            /** Format: date-time */
                            readonly updatedAt: string;
                            readonly url: string;
                            readonly waiting: number;
                        }[];
                        readonly nextCursor: string | null;
                    };
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Webhook.subscribe": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["SubscribeWebhook"];
            };
        };
        readonly responses: {
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** Format: date-time */
                        readonly createdAt: string;
                        readonly deliveries: number;
                        readonly description: string;
                        readonly disabledAtPosition: number | null;
                        readonly eventTypes: readonly string[];
                        readonly failingSince: string | null;
                        readonly formerSecretsUntil: string | null;
                        readonly id: string;
                        readonly lastDeliveredAt: string | null;
                        readonly projectId: string;
                        readonly reason: components["schemas"]["Reason"] | null;
                        readonly replaying: {
                            readonly fromPosition: number;
                            readonly toPosition: number;
                        } | null;
                        readonly secret: string | null;
                        /** @enum {string} */
                        readonly state: "active" | "disabled";
                        /** Format: date-time */
                        readonly updatedAt: string;
                        readonly url: string;
                        readonly waiting: number;
                    };
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Webhook.one": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The webhook’s id, e.g. hook-0123456789ab */
                readonly webhookId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** Format: date-time */
                        readonly createdAt: string;
                        readonly deliveries: number;
                        readonly description: string;
                        readonly disabledAtPosition: number | null;
                        readonly eventTypes: readonly string[];
                        readonly failingSince: string | null;
                        readonly formerSecretsUntil: string | null;
                        readonly id: string;
                        readonly lastDeliveredAt: string | null;
                        readonly projectId: string;
                        readonly reason: components["schemas"]["Reason"] | null;
                        readonly replaying: {
                            readonly fromPosition: number;
                            readonly toPosition: number;
                        } | null;
                        /** @enum {string} */
                        readonly state: "active" | "disabled";
                        /** Format: date-time */
                        readonly updatedAt: string;
                        readonly url: string;
                        readonly waiting: number;
                    };
                };
            };
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Webhook.remove": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The webhook’s id, e.g. hook-0123456789ab */
                readonly webhookId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Webhook.change": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The webhook’s id, e.g. hook-0123456789ab */
                readonly webhookId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["ChangeWebhook"];
            };
        };
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** Format: date-time */
                        readonly createdAt: string;
                        readonly deliveries: number;
                        readonly description: string;
                        readonly disabledAtPosition: number | null;
                        readonly eventTypes: readonly string[];
                        readonly failingSince: string | null;
                        readonly formerSecretsUntil: string | null;
                        readonly id: string;
                        readonly lastDeliveredAt: string | null;
                        readonly projectId: string;
                        readonly reason: components["schemas"]["Reason"] | null;
                        readonly replaying: {
                            readonly fromPosition: number;
                            readonly toPosition: number;
                        } | null;
                        /** @enum {string} */
                        readonly state: "active" | "disabled";
                        /** Format: date-time */
                        readonly updatedAt: string;
                        readonly url: string;
                        readonly waiting: number;
                    };
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Webhook.deliveries": {
        readonly parameters: {
            readonly query?: {
                /** @description nextCursor of the page before */
                readonly cursor?: string;
                /** @description how many at most */
                readonly limit?: number;
                /** @description only deliveries in this state */
                readonly state?: "queued" | "delivered" | "failed";
            };
            readonly header?: {
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The webhook’s id, e.g. hook-0123456789ab */
                readonly webhookId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly {
                            /** Format: uuid */
                            readonly eventId: string;
                            readonly eventType: string;
                            readonly finishedAt: string | null;
                            readonly id: string;
                            readonly lastError: string | null;
                            readonly lastStatus: number | null;
                            readonly lastTriedAt: string | null;
                            readonly nextTryAt: string | null;
                            readonly number: number;
                            readonly position: number;
                            /** Format: date-time */
                            readonly queuedAt: string;
                            /** @enum {string} */
                            readonly state: "queued" | "delivered" | "failed";
                            readonly tries: number;
                        }[];
                        readonly nextCursor: string | null;
                    };
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Webhook.replay": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The webhook’s id, e.g. hook-0123456789ab */
                readonly webhookId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["ReplayWebhook"];
            };
        };
        readonly responses: {
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly fromPosition: number | null;
                        readonly toPosition: number | null;
                    };
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Webhook.rotate": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The webhook’s id, e.g. hook-0123456789ab */
                readonly webhookId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** Format: date-time */
                        readonly createdAt: string;
                        readonly deliveries: number;
                        readonly description: string;
                        readonly disabledAtPosition: number | null;
                        readonly eventTypes: readonly string[];
                        readonly failingSince: string | null;
                        readonly formerSecretsUntil: string | null;
                        readonly id: string;
                        readonly lastDeliveredAt: string | null;
                        readonly projectId: string;
                        readonly reason: components["schemas"]["Reason"] | null;
                        readonly replaying: {
                            readonly fromPosition: number;
                            readonly toPosition: number;
                        } | null;
                        readonly secret: string | null;
                        /** @enum {string} */
                        readonly state: "active" | "disabled";
                        /** Format: date-time */
                        readonly updatedAt: string;
                        readonly url: string;
                        readonly waiting: number;
                    };
                };
            };
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly "Webhook.test": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                readonly "X-Tidegate-Project"?: string;
            };
            readonly path: {
                /** @description The webhook’s id, e.g. hook-0123456789ab */
                readonly webhookId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly deliveryId: string;
                    };
                };
            };
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly default: components["responses"]["Refused"];
        };
    };
}
