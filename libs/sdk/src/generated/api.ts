// Made from docs/api/openapi.json by `npm run generate`.
export interface paths {
    "/api/provision": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Provision an endpoint */
        post: operations["Provision.provision"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/provision/{endpointId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a provisioned endpoint */
        get: operations["Provision.one"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/models/{owner}/{name}/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Deploy a model of the hub */
        post: operations["Hub.run"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/models/{owner}/{name}/run/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a deployment */
        get: operations["Hub.one"];
        /** Change a deployment */
        put: operations["Hub.update"];
        post?: never;
        /** Delete a deployment */
        delete: operations["Hub.remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/models/{owner}/{name}/run/{id}/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Start a deployment */
        put: operations["Hub.start"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/models/{owner}/{name}/run/{id}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Stop a deployment */
        put: operations["Hub.stop"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List alerts */
        get: operations["Alert.all"];
        put?: never;
        /** Create an alert */
        post: operations["Alert.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/alerts/{alertId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get an alert, and what it says now */
        get: operations["Alert.one"];
        put?: never;
        post?: never;
        /** Remove an alert */
        delete: operations["Alert.remove"];
        options?: never;
        head?: never;
        /** Change an alert */
        patch: operations["Alert.change"];
        trace?: never;
    };
    "/v1/alerts/{alertId}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List each time that an alert fired or was resolved */
        get: operations["Alert.history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/alerts/{alertId}/instances": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what an alert says of each endpoint or replica */
        get: operations["Alert.instances"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/alerts/{alertId}/mute": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Mute an alert for a while */
        post: operations["Alert.mute"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/alerts/{alertId}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Try the channels of an alert out */
        post: operations["Alert.test"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/alerts/{alertId}/unmute": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End the mute of an alert */
        post: operations["Alert.unmute"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Bring endpoints to what a manifest says */
        post: operations["Manifest.apply"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/billing/burn": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get what an hour costs now, what the month has cost, and a forecast */
        get: operations["Report.burn"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/billing/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Export what was used and what it costs */
        get: operations["Report.export"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/billing/invoices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List invoices */
        get: operations["Invoice.all"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/billing/invoices/{invoiceId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get an invoice */
        get: operations["Invoice.one"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/billing/invoices/{invoiceId}/proof": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Say what a line of an invoice follows from */
        get: operations["Invoice.proof"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/billing/invoices/draft": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the invoice of the month that runs, as it stands */
        get: operations["Invoice.draft"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/billing/ledger": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the transactions of a project’s ledger */
        get: operations["Ledger.all"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/billing/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get what was used, by whatever it is divided */
        get: operations["Report.usage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/budgets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List budgets */
        get: operations["Budget.all"];
        put?: never;
        /** Set a budget */
        post: operations["Budget.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/budgets/{budgetId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a budget, and what is spent of it */
        get: operations["Budget.one"];
        put?: never;
        post?: never;
        /** Remove a budget */
        delete: operations["Budget.remove"];
        options?: never;
        head?: never;
        /** Change a budget */
        patch: operations["Budget.change"];
        trace?: never;
    };
    "/v1/channels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List channels */
        get: operations["Channel.all"];
        put?: never;
        /** Create a channel */
        post: operations["Channel.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/channels/{channelId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a channel, and how it fares */
        get: operations["Channel.one"];
        put?: never;
        post?: never;
        /** Remove a channel */
        delete: operations["Channel.remove"];
        options?: never;
        head?: never;
        /** Change a channel */
        patch: operations["Channel.change"];
        trace?: never;
    };
    "/v1/channels/{channelId}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the deliveries of a channel */
        get: operations["Channel.deliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/channels/{channelId}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Deliver again what a channel has missed */
        post: operations["Channel.replay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/channels/{channelId}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Try a channel out */
        post: operations["Channel.test"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cost": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get what a project costs */
        get: operations["Cost.ofProject"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/endpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List endpoints */
        get: operations["Endpoint.all"];
        put?: never;
        /** Create an endpoint, or only judge it */
        post: operations["Endpoint.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/endpoints/{endpointId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get an endpoint, now or as it was */
        get: operations["Endpoint.one"];
        put?: never;
        post?: never;
        /** Delete an endpoint */
        delete: operations["Endpoint.remove"];
        options?: never;
        head?: never;
        /** Change an endpoint, or only judge the change */
        patch: operations["Endpoint.update"];
        trace?: never;
    };
    "/v1/endpoints/{endpointId}/cost": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get what an endpoint costs */
        get: operations["Cost.ofEndpoint"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/endpoints/{endpointId}/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Switch an endpoint off */
        post: operations["EndpointAction.disable"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/endpoints/{endpointId}/domains": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the custom domains of an endpoint */
        get: operations["Domain.all"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/endpoints/{endpointId}/domains/{domain}/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Look the record of a custom domain up now */
        post: operations["Domain.check"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/endpoints/{endpointId}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let a disabled endpoint be started again */
        post: operations["EndpointAction.enable"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/endpoints/{endpointId}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what happened to an endpoint */
        get: operations["History.all"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/endpoints/{endpointId}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Write an endpoint as a manifest */
        get: operations["Manifest.export"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/endpoints/{endpointId}/invocations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the asynchronous requests of an endpoint */
        get: operations["Invocation.all"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/endpoints/{endpointId}/invocations/{invocationId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get an asynchronous request */
        get: operations["Invocation.one"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/endpoints/{endpointId}/invocations/{invocationId}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cancel an asynchronous request */
        post: operations["Invocation.cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/endpoints/{endpointId}/invocations/{invocationId}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Queue an asynchronous request anew that was given up */
        post: operations["Invocation.replay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/endpoints/{endpointId}/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read or follow the log of an endpoint */
        get: operations["Log.lines"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/endpoints/{endpointId}/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get numbers of an endpoint over time */
        get: operations["Metric.series"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/endpoints/{endpointId}/replicas": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the replicas of an endpoint */
        get: operations["Replica.all"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/endpoints/{endpointId}/replicas/{replicaId}/placement": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Say why a replica is where it is, or why it waits */
        get: operations["Replica.placement"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/endpoints/{endpointId}/requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the requests that reached an endpoint */
        get: operations["Request.all"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/endpoints/{endpointId}/requests/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Export the requests that reached an endpoint */
        get: operations["Request.export"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/endpoints/{endpointId}/requests/hourly": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Sum up an endpoint’s requests by the hour */
        get: operations["Request.hourly"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/endpoints/{endpointId}/restart": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Restart an endpoint */
        post: operations["EndpointAction.restart"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/endpoints/{endpointId}/revisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the revisions of an endpoint */
        get: operations["Revision.all"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/endpoints/{endpointId}/revisions/{revision}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a revision of an endpoint */
        get: operations["Revision.one"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/endpoints/{endpointId}/rollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Return to an earlier revision */
        post: operations["Revision.rollback"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/endpoints/{endpointId}/rollout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Give a canary another share of the requests */
        patch: operations["Revision.shift"];
        trace?: never;
    };
    "/v1/endpoints/{endpointId}/rollout/abort": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Return to the template before */
        post: operations["Revision.abort"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/endpoints/{endpointId}/rollout/promote": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let the new template take over */
        post: operations["Revision.promote"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/endpoints/{endpointId}/scaling": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Say why an endpoint has the replicas it has */
        get: operations["Scaling.why"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/endpoints/{endpointId}/secrets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the secrets of an endpoint */
        get: operations["Secret.all"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/endpoints/{endpointId}/simulate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Replay an endpoint’s traffic under other policies */
        post: operations["Scaling.simulate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/endpoints/{endpointId}/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Start an endpoint */
        post: operations["EndpointAction.start"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/endpoints/{endpointId}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stop an endpoint */
        post: operations["EndpointAction.stop"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what happened in a project, and who caused it */
        get: operations["Audit.all"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/frameworks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List frameworks */
        get: operations["Catalogue.frameworks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/hardware": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List hardware */
        get: operations["Catalogue.hardware"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/log-sinks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List log sinks */
        get: operations["LogSink.all"];
        put?: never;
        /** Ship lines to a receiver */
        post: operations["LogSink.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/log-sinks/{sinkId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a log sink and how it fares */
        get: operations["LogSink.one"];
        put?: never;
        post?: never;
        /** Delete a log sink */
        delete: operations["LogSink.remove"];
        options?: never;
        head?: never;
        /** Change a log sink, or switch it off and on */
        patch: operations["LogSink.change"];
        trace?: never;
    };
    "/v1/log-sinks/{sinkId}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Try a log sink out */
        post: operations["LogSink.test"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get who calls */
        get: operations["Me.me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/metric-names": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what is measured */
        get: operations["Metric.names"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/metric-series": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get numbers of a project over time */
        get: operations["Metric.ofProject"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/metric-values": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get what numbers are now */
        get: operations["Metric.values"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the numbers of a project for Prometheus */
        get: operations["Metric.scrape"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/nodes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List nodes */
        get: operations["Node.all"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/nodes/{nodeId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a node */
        get: operations["Node.one"];
        put?: never;
        post?: never;
        /** Take a node out of its pool */
        delete: operations["Node.remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/nodes/{nodeId}/cordon": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Keep new replicas off a node */
        post: operations["Node.cordon"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/nodes/{nodeId}/drain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Empty a node */
        post: operations["Node.drain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/nodes/{nodeId}/uncordon": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let a node take replicas again */
        post: operations["Node.uncordon"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/plans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the plans that every project is billed by */
        get: operations["Plan.all"];
        put?: never;
        /** Publish a plan for every project */
        post: operations["Plan.publish"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/projects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List projects */
        get: operations["Project.all"];
        put?: never;
        /** Create a project */
        post: operations["Project.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/projects/{projectId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a project */
        get: operations["Project.one"];
        put?: never;
        post?: never;
        /** Delete a project */
        delete: operations["Project.remove"];
        options?: never;
        head?: never;
        /** Rename a project */
        patch: operations["Project.rename"];
        trace?: never;
    };
    "/v1/projects/{projectId}/balance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get what a project has left and what it owes */
        get: operations["Credit.balance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/projects/{projectId}/credits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the credits of a project */
        get: operations["Credit.all"];
        put?: never;
        /** Grant a project credit */
        post: operations["Credit.grant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/projects/{projectId}/plans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the plans of a project */
        get: operations["Plan.ofProject"];
        put?: never;
        /** Publish a plan for a project */
        post: operations["Plan.publishForProject"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/projects/{projectId}/quotas": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get what a project may have, and what it has */
        get: operations["Quota.quotasAndUse"];
        /** Set what a project may have */
        put: operations["Quota.set"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/projects/{projectId}/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List tokens */
        get: operations["Token.all"];
        put?: never;
        /** Issue a token */
        post: operations["Token.issue"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/projects/{projectId}/tokens/{tokenId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke a token */
        delete: operations["Token.revoke"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/rates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the prices of hardware and add-ons */
        get: operations["Rate.all"];
        put?: never;
        /** Publish a price */
        post: operations["Rate.publish"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/requests/hourly": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Sum up a project’s requests by the hour */
        get: operations["Request.ofProject"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/security-groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List security groups */
        get: operations["SecurityGroup.all"];
        put?: never;
        /** Create a security group */
        post: operations["SecurityGroup.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/security-groups/{securityGroupId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a security group */
        get: operations["SecurityGroup.one"];
        /** Replace a security group */
        put: operations["SecurityGroup.change"];
        post?: never;
        /** Delete a security group */
        delete: operations["SecurityGroup.remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get who is signed in with this browser */
        get: operations["Session.present"];
        put?: never;
        /** Sign a browser in */
        post: operations["Session.signIn"];
        /** Sign a browser out */
        delete: operations["Session.signOut"];
        options?: never;
        head?: never;
        /** Choose the project that a session acts in */
        patch: operations["Session.choose"];
        trace?: never;
    };
    "/v1/session/inference-token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Get a token that calls endpoints for some minutes */
        post: operations["Session.inferenceToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sign-in-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a link that signs a browser in, once */
        post: operations["SignInCode.make"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sizing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say what a model needs */
        post: operations["Sizing.size"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/watch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Watch a project’s endpoints
         * @description Server-sent events of one project. First `snapshot` with its endpoints, then `change` for each event of its log;
         *     an event’s id is its place in the log. Who sends the last id it saw as `Last-Event-ID` (or `after`) gets what came since, without
         *     gap or repeat, and no snapshot. `reset` says that too much came since: a snapshot follows. `end` says why the platform ends the
         *     stream, as problem details. A comment comes every 15 seconds. A client that takes nothing for 30 seconds is cut off.
         */
        get: operations["Watch.watch"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the key that webhooks are signed with */
        get: operations["WebhookSecret.secret"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List webhooks */
        get: operations["Webhook.all"];
        put?: never;
        /** Subscribe a URL to events */
        post: operations["Webhook.subscribe"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{webhookId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a webhook */
        get: operations["Webhook.one"];
        put?: never;
        post?: never;
        /** Delete a webhook */
        delete: operations["Webhook.remove"];
        options?: never;
        head?: never;
        /** Change a webhook, or switch it off and on */
        patch: operations["Webhook.change"];
        trace?: never;
    };
    "/v1/webhooks/{webhookId}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the deliveries of a webhook */
        get: operations["Webhook.deliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{webhookId}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Deliver again what a webhook has missed */
        post: operations["Webhook.replay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{webhookId}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give a webhook a new secret */
        post: operations["Webhook.rotate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{webhookId}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Try a webhook out */
        post: operations["Webhook.test"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AppliedDocument: {
            changes: {
                /** @enum {string} */
                class: "immutable" | "rolling" | "hot";
                /** @description of what is sealed, only whether it is set */
                from: unknown;
                /** @description a JSON pointer into the configuration */
                pointer: string;
                to: unknown;
            }[];
            effect: {
                /** @enum {string} */
                kind: "none" | "hot" | "rolling" | "canary" | "staged" | "retry";
                text: string;
            } | null;
            endpointId: string | null;
            name: string;
            /** @enum {string} */
            outcome: "created" | "updated" | "unchanged" | "refused";
            problems: {
                message: string;
                /** @description a JSON pointer into the document */
                pointer: string;
            }[];
            revision: number | null;
            warnings: {
                message: string;
                pointer: string;
            }[];
        };
        AsyncWish: {
            /**
             * @description how often a request is tried before it has failed
             * @default 6
             */
            maxAttempts?: number | null;
            /**
             * @description for how long it is remembered after its end
             * @default 86400
             */
            resultTtlSeconds?: number | null;
            /**
             * @description paths that may be called asynchronously, by POST
             * @example [
             *       "/v1/chat/completions"
             *     ]
             */
            routes: string[];
            /**
             * @description where results go: a folder below the platform’s results folder, or s3://bucket/prefix; by default the platform keeps them, to be read at the call’s status URL
             * @example s3://results/chat
             */
            target?: string | null;
            /**
             * @description after it a request is not tried any more
             * @default 86400
             */
            timeToLiveSeconds?: number | null;
            /** @description where to say how each request ended */
            webhookUrl?: string | null;
        };
        AuditEvent: {
            actor: string | null;
            /** Format: date-time */
            at: string;
            correlationId: string;
            data: {
                [key: string]: unknown;
            };
            endpointId: string | null;
            id: string;
            position: number;
            requestId: string | null;
            /** @description what it happened to: an endpoint, a replica, a token, the project … */
            streamId: string;
            type: string;
        };
        ChangeAlert: {
            /**
             * @description what becomes of a window
             * @default avg
             * @enum {string}
             */
            aggregate?: "avg" | "max" | "min" | "sum" | "last" | "p50" | "p95" | "p99";
            /**
             * @description by which it is told; none: it is shown alone
             * @example [
             *       "chan-0123456789ab"
             *     ]
             */
            channelIds?: string[];
            /**
             * @description it is over when the value is no longer beyond this; null: beyond the threshold
             * @default null
             */
            clearThreshold?: number | null;
            /** @description told with each notice, e.g. what to do */
            description?: string;
            /**
             * @description null: every endpoint of the project, those to come included
             * @default null
             * @example endpt-0123456789ab
             */
            endpointId?: string | null;
            /**
             * @description so long it must be beyond the threshold without a break
             * @default 120
             */
            forSeconds?: number;
            /**
             * @description so long it must be over without a break
             * @default 0
             */
            keepFiringForSeconds?: number;
            metric?: string;
            /** @description when nobody is told that it begins to fire */
            muteWindows?: components["schemas"]["MuteWindowFields"][];
            name?: string;
            /**
             * @description what no value means: all is well, it is told, or nothing changes
             * @default ok
             * @enum {string}
             */
            noData?: "ok" | "alert" | "keep";
            /**
             * @description how the value must stand to the threshold for the alert to fire
             * @enum {string}
             */
            operator?: "above" | "at_least" | "below" | "at_most";
            /**
             * @description told again so often while it fires; null: once
             * @default null
             */
            repeatEverySeconds?: number | null;
            /**
             * @description whether each endpoint, each replica, or the project as a whole is judged
             * @default endpoint
             * @enum {string}
             */
            scope?: "endpoint" | "replica" | "project";
            /**
             * @default warning
             * @enum {string}
             */
            severity?: "info" | "warning" | "critical";
            threshold?: number;
            /** @default 300 */
            windowSeconds?: number;
        };
        ChangeBudget: {
            /** @description at 100 per cent what it is for is put to sleep, until the next month or a higher limit */
            isHard?: boolean;
            /**
             * @description of a calendar month, in US dollars, with at most nine digits after the point; more than 0
             * @example 500.00
             */
            limitUsd?: string;
            name?: string;
            /**
             * @description told when so many per cent are spent, each once a month; an empty list: never; null: the usual ones
             * @default [
             *       50,
             *       80,
             *       100
             *     ]
             */
            thresholdsPercent?: number[] | null;
        };
        ChangeChannel: {
            /**
             * @description of a channel by mail
             * @example [
             *       "oncall@example.com"
             *     ]
             */
            addresses?: string[];
            name?: string;
            /** @description what it hears of beside the alerts that name it */
            notices?: ("endpoint.ready" | "endpoint.failed" | "endpoint.degraded" | "endpoint.no_capacity" | "endpoint.disabled" | "budget.threshold_reached" | "spending.stopped" | "spending.resumed" | "invoice.ready" | "domain.verified" | "domain.released")[];
            /**
             * @description of a webhook, or of an incoming webhook of Slack: the latter is never shown again
             * @example https://hooks.slack.com/services/T0/B0/x
             */
            url?: string;
        };
        ChangeLogSink: {
            /** @default  */
            description?: string;
            /**
             * @description false: nothing is shipped until it is enabled
             * @default true
             */
            enabled?: boolean;
            /**
             * @description only lines of these endpoints; none named: of all of the project
             * @default []
             * @example [
             *       "endpt-0123456789ab"
             *     ]
             */
            endpointIds?: string[];
            /**
             * @description go with each request, e.g. authorization; kept sealed, and never shown again
             * @default {}
             */
            headers?: {
                [key: string]: string;
            };
            /**
             * @description otlp: OTLP over HTTP (protobuf); loki: Loki’s push API (JSON). Both are sent with gzip
             * @enum {string}
             */
            kind?: "otlp" | "loki";
            url?: string;
        };
        ChangePreview: {
            changes: {
                /** @enum {string} */
                class: "immutable" | "rolling" | "hot";
                /** @description of what is sealed, only whether it is set */
                from: unknown;
                /** @description a JSON pointer into the configuration */
                pointer: string;
                to: unknown;
            }[];
            effect: {
                /** @enum {string} */
                kind: "none" | "hot" | "rolling" | "canary" | "staged" | "retry";
                text: string;
            } | null;
            price: {
                /** @description billionths of a dollar an hour */
                atMaxNanoUsdPerHour: string;
                /** @description billionths of a dollar an hour */
                atMinNanoUsdPerHour: string;
                hardwareId: string;
                /** @description billionths of a dollar an hour */
                nowNanoUsdPerHour: string;
                /** @description billionths of a dollar an hour */
                perReplicaNanoUsdPerHour: string;
            } | null;
            problems: {
                message: string;
                /** @description a JSON pointer into the body */
                pointer: string;
            }[];
            sizing: components["schemas"]["Sizing"] | null;
            valid: boolean;
            warnings: {
                message: string;
                /** @description a JSON pointer into the body */
                pointer: string;
            }[];
        };
        ChangeWebhook: {
            description?: Record<string, never> | null;
            /** @description names of events, groups of them like billing.*, or * for all */
            eventTypes?: ("*" | "alert.*" | "billing.*" | "channel.*" | "endpoint.*" | "logsink.*" | "network.*" | "project.*" | "rate.*" | "replica.*" | "scaling.*" | "webhook.*" | "AlertChanged" | "AlertCreated" | "AlertMuted" | "AlertRemoved" | "AlertUnmuted" | "BillingPeriodClosed" | "BudgetRemoved" | "BudgetSet" | "BudgetThresholdReached" | "ChannelChanged" | "ChannelCreated" | "ChannelRemoved" | "CreditGranted" | "DomainReleased" | "DomainVerified" | "EndpointConditionChanged" | "EndpointDeleted" | "EndpointDisabled" | "EndpointEnabled" | "EndpointIdled" | "EndpointOccupied" | "EndpointRequested" | "EndpointStartRequested" | "EndpointStateChanged" | "EndpointStopRequested" | "EndpointUpdated" | "InvoiceFinalized" | "LogSinkRemoved" | "LogSinkSet" | "PlanPublished" | "ProjectCreated" | "ProjectDeleted" | "ProjectRenamed" | "QuotasSet" | "RatePublished" | "ReplicaDelayed" | "ReplicaDraining" | "ReplicaPlaced" | "ReplicaReady" | "ReplicaRequested" | "ReplicaResumed" | "ReplicaSlept" | "ReplicaStarted" | "ReplicaStopped" | "ReplicaWakeRequested" | "RolloutFinished" | "RolloutShifted" | "RolloutStarted" | "ScaleDecided" | "SecurityGroupDeleted" | "SecurityGroupSaved" | "SpendingResumed" | "SpendingStopped" | "TrafficVisibilityChanged" | "UsageHourClosed" | "WebhookChanged" | "WebhookDisabled" | "WebhookEnabled" | "WebhookSecretRotated" | "WebhookSubscribed" | "WebhookUnsubscribed")[];
            /**
             * @description disabled: nothing is delivered; active: from the next event on it is
             * @enum {string}
             */
            state?: "active" | "disabled";
            url?: string;
        };
        ChooseProject: {
            /** @example proj-0123456789ab */
            projectId: string | null;
        };
        CommitmentWish: {
            /** @enum {string} */
            kind: "on-demand" | "reserved";
            /** @description of the kind reserved: until then it can be neither stopped nor deleted */
            until?: string | null;
        };
        Cost: {
            /** Format: date-time */
            asOf: string;
            asOfUs: number;
            burnRateNanoUsdPerHour: string;
            costNanoUsd: string;
            gpuMicroseconds: string;
            gpuThousandthsMicroseconds: string;
            lines: {
                billed: boolean;
                costNanoUsd: string;
                coveredMicroseconds: string;
                endpointId: string;
                heldMicroseconds: string;
                /** @enum {string} */
                kind: "usage" | "commitment" | "add-on";
                period: string;
                phaseMicroseconds: {
                    draining: string;
                    idle: string;
                    loading: string;
                    pulling: string;
                    ready: string;
                    sleeping: string;
                };
                priceNanoUsdPerHour: string;
                replicaId: string | null;
                revision: number | null;
                simulated: boolean;
                sku: string;
                sourceId: string;
                startedAtUs: number;
                stoppedAtUs: number | null;
                unit1024ths: string;
                weightedMicrosecondThousandths: string;
            }[];
            nextCursor: string | null;
            position: number;
            vcpuMillisMicroseconds: string;
        };
        CreateAlert: {
            /**
             * @description what becomes of a window
             * @default avg
             * @enum {string}
             */
            aggregate?: "avg" | "max" | "min" | "sum" | "last" | "p50" | "p95" | "p99";
            /**
             * @description by which it is told; none: it is shown alone
             * @example [
             *       "chan-0123456789ab"
             *     ]
             */
            channelIds?: string[];
            /**
             * @description it is over when the value is no longer beyond this; null: beyond the threshold
             * @default null
             */
            clearThreshold?: number | null;
            /** @description told with each notice, e.g. what to do */
            description?: string;
            /**
             * @description null: every endpoint of the project, those to come included
             * @default null
             * @example endpt-0123456789ab
             */
            endpointId?: string | null;
            /**
             * @description so long it must be beyond the threshold without a break
             * @default 120
             */
            forSeconds?: number;
            /**
             * @description so long it must be over without a break
             * @default 0
             */
            keepFiringForSeconds?: number;
            /** @example latency_p95_seconds */
            metric: string;
            /** @description when nobody is told that it begins to fire */
            muteWindows?: components["schemas"]["MuteWindowFields"][];
            /** @example Slow answers */
            name: string;
            /**
             * @description what no value means: all is well, it is told, or nothing changes
             * @default ok
             * @enum {string}
             */
            noData?: "ok" | "alert" | "keep";
            /**
             * @description how the value must stand to the threshold for the alert to fire
             * @enum {string}
             */
            operator: "above" | "at_least" | "below" | "at_most";
            /**
             * @description told again so often while it fires; null: once
             * @default null
             */
            repeatEverySeconds?: number | null;
            /**
             * @description whether each endpoint, each replica, or the project as a whole is judged
             * @default endpoint
             * @enum {string}
             */
            scope?: "endpoint" | "replica" | "project";
            /**
             * @default warning
             * @enum {string}
             */
            severity?: "info" | "warning" | "critical";
            /** @example 2.5 */
            threshold: number;
            /** @default 300 */
            windowSeconds?: number;
        };
        CreateBudget: {
            /**
             * @description what it is for; null: the whole project
             * @default null
             * @example endpt-0123456789ab
             */
            endpointId?: string | null;
            /**
             * @description at 100 per cent what it is for is put to sleep, until the next month or a higher limit
             * @default false
             */
            isHard?: Record<string, never> | null;
            /**
             * @description of a calendar month, in US dollars, with at most nine digits after the point; more than 0
             * @example 250.00
             */
            limitUsd: string;
            /** @example everything */
            name: string;
            /**
             * @description told when so many per cent are spent, each once a month; an empty list: never
             * @default [
             *       50,
             *       80,
             *       100
             *     ]
             */
            thresholdsPercent?: number[] | null;
        };
        CreateChannel: {
            /**
             * @description of a channel by mail
             * @example [
             *       "oncall@example.com"
             *     ]
             */
            addresses?: string[];
            /**
             * @description by mail, by a signed POST, or by a message as incoming webhooks of Slack take it
             * @enum {string}
             */
            kind: "email" | "webhook" | "slack";
            /** @example On call */
            name: string;
            /** @description what it hears of beside the alerts that name it */
            notices?: ("endpoint.ready" | "endpoint.failed" | "endpoint.degraded" | "endpoint.no_capacity" | "endpoint.disabled" | "budget.threshold_reached" | "spending.stopped" | "spending.resumed" | "invoice.ready" | "domain.verified" | "domain.released")[];
            /**
             * @description of a webhook, or of an incoming webhook of Slack: the latter is never shown again
             * @example https://hooks.slack.com/services/T0/B0/x
             */
            url?: string;
        };
        CreatedEndpoint: {
            actions: ("start" | "stop" | "restart" | "update" | "rollback" | "promote" | "abort" | "enable" | "disable" | "delete")[];
            async: {
                maxAttempts: number;
                resultTtlSeconds: number;
                routes: string[];
                target: string | null;
                timeToLiveSeconds: number;
                webhookUrl: string | null;
            } | null;
            /** @enum {string} */
            balancing: "least-outstanding" | "prefix-affinity";
            billingAccount: string | null;
            cluster: string;
            commitment: {
                /** @constant */
                kind: "on-demand";
            } | {
                /** @constant */
                kind: "reserved";
                /** Format: date-time */
                until: string;
            };
            conditions: {
                code: string;
                /** @enum {string} */
                condition: "degraded" | "updating" | "pendingCapacity" | "metricStale" | "budgetLimited";
                message: string;
                nextStep: string;
                /** Format: date-time */
                since: string;
            }[];
            containerPort: number | null;
            /** Format: date-time */
            createdAt: string;
            customDomains: string[];
            description: string;
            disabledBy: ("owner" | "operator") | null;
            diskMib: number | null;
            drainTimeoutSeconds: number;
            engineArguments: {
                [key: string]: string | number | boolean;
            };
            environment: {
                [key: string]: string;
            };
            framework: string;
            hardware: {
                gpuCount: number;
                gpuModel: string | null;
                gpuThousandths: number;
                id: string;
                memoryMib: number;
                simulated?: boolean;
                spot?: boolean;
                vcpuMillis: number;
            };
            healthPath: string | null;
            id: string;
            image: {
                command: string[] | null;
                hasCredentials: boolean;
                reference: string;
            } | null;
            internalOnly: boolean;
            limits: {
                replicaConcurrency: number | null;
                requestsPerMinute: number | null;
                tokensPerMinute: number | null;
            };
            model: string;
            modelSource: {
                /** @constant */
                kind: "hub";
                revision: string | null;
            } | {
                /** @constant */
                kind: "bucket";
                url: string;
            } | {
                /** @constant */
                kind: "folder";
            } | {
                /** @constant */
                kind: "image";
            };
            mountPath: string | null;
            name: string;
            notifyWebhookUrl: string | null;
            placement: {
                gang: boolean;
                nodeLabels: {
                    [key: string]: string;
                };
                priority: number;
                /** @enum {string} */
                spread: "prefer" | "nodes" | "zones";
                tolerations: string[];
                zones: string[] | null;
            };
            projectId: string;
            quantization: string | null;
            reason: components["schemas"]["Reason"];
            replicas: {
                desired: number;
                ready: number;
            };
            requestTimeouts: {
                firstByteSeconds: number | null;
                idleSeconds: number | null;
                totalSeconds: number | null;
            };
            revision: number;
            rollout: {
                from: number;
                percent: number;
                readyNew: number;
                readyOld: number;
                /** Format: date-time */
                startedAt: string;
                to: number;
            } | null;
            scaling: {
                idleTimeoutSeconds: number | null;
                initialCooldownSeconds: number;
                maxReplicas: number;
                minReplicas: number;
                /** @enum {string} */
                mode: "automatic" | "manual";
                panic: boolean;
                rules: {
                    metric: string;
                    target: number;
                }[];
                scaleDownPerMinute: number | null;
                scaleUpPerMinute: number | null;
                schedules: {
                    cron: string;
                    durationSeconds: number;
                    maxReplicas: number | null;
                    minReplicas: number | null;
                    timeZone: string;
                }[];
                seasonSeconds: number | null;
                stabilizationWindowSeconds: number | null;
                /** @enum {string} */
                waitPrice: "lean" | "balanced" | "fast";
            };
            secrets: {
                [key: string]: {
                    /** Format: date-time */
                    setAt: string;
                };
            };
            securityGroups: string[];
            simulated: boolean;
            /** @enum {string} */
            sleepMode: "cold" | "warm";
            startupTimeoutSeconds: number;
            /** @enum {string} */
            state: "building" | "deploying" | "starting" | "running" | "sleeping" | "waking" | "stopping" | "stopped" | "build_failed" | "deploy_failed" | "runtime_error" | "disabled" | "deleted";
            tags: {
                [key: string]: string;
            };
            task: string | null;
            templateRevision: number;
            /** Format: date-time */
            updatedAt: string;
            url: string;
            /** @enum {string} */
            visibility: "private" | "public";
            warnings: {
                message: string;
                /** @description a JSON pointer into the body */
                pointer: string;
            }[];
        };
        CreateEndpoint: {
            /** @description by default it takes no asynchronous calls */
            async?: components["schemas"]["AsyncWish"] | null;
            /**
             * @description which replica gets a request. least-outstanding: the one with the fewest; prefix-affinity: chats and completions that begin alike go to the same one, which has their beginning in its cache, unless it has clearly more to do than the others
             * @default least-outstanding
             * @enum {string|null}
             */
            balancing?: "least-outstanding" | "prefix-affinity" | null;
            /** @description whom its cost is charged to, in the words of whoever runs the platform */
            billingAccount?: string | null;
            /** @default local */
            cluster?: string | null;
            /**
             * @default {
             *       "kind": "on-demand"
             *     }
             */
            commitment?: components["schemas"]["CommitmentWish"] | null;
            /** @description by default the framework’s */
            containerPort?: number | null;
            /**
             * @description hosts that reach it once their ownership is proven
             * @default []
             * @example [
             *       "models.example.com"
             *     ]
             */
            customDomains?: string[] | null;
            /** @default  */
            description?: string | null;
            /** @description by default what the node gives */
            diskMib?: number | null;
            /**
             * @description how long a replica that must go may finish what it has
             * @default 600
             */
            drainTimeoutSeconds?: number | null;
            /**
             * @description of its framework: see GET /v1/frameworks
             * @default {}
             * @example {
             *       "ctxSize": 2048
             *     }
             */
            engineArguments?: {
                [key: string]: unknown;
            } | null;
            /**
             * @description variables that its process finds
             * @default {}
             */
            environment?: {
                [key: string]: string | null;
            } | null;
            /**
             * @description by default the one that serves the model
             * @example llama.cpp
             */
            framework?: string | null;
            /**
             * @description an id of GET /v1/hardware; by default what the model needs. One that ends in -spot is cheaper, and is taken back when others need it
             * @example cpu-1x
             */
            hardware?: string | null;
            /**
             * @description by default the framework’s
             * @example /health
             */
            healthPath?: string | null;
            /** @description by default the framework’s own */
            image?: components["schemas"]["ImageWish"] | null;
            /**
             * @description reached by the internal listener only
             * @default false
             */
            internalOnly?: boolean | null;
            /** @description what it takes at most, from all callers together */
            limits?: components["schemas"]["LimitsWish"] | null;
            /**
             * @description must be given, or an image that brings its own: then it is called by the image’s name
             * @example tidegate/tiny
             */
            model?: string | null;
            /** @description by default where its framework looks for models */
            modelSource?: components["schemas"]["ModelSourceWish"] | null;
            /**
             * @description where the disk is mounted in a container
             * @example /data
             */
            mountPath?: string | null;
            /**
             * @description unique in its project
             * @example chat
             */
            name: string;
            /** @description where to say that it became ready or failed for the first time */
            notifyWebhookUrl?: string | null;
            /** @description where its replicas may run, and whose turn it is */
            placement?: components["schemas"]["PlacementWish"] | null;
            /**
             * @description by default as the weights are
             * @example awq
             */
            quantization?: string | null;
            requestTimeouts?: components["schemas"]["RequestTimeoutsWish"] | null;
            /** @description how many replicas it has, and when */
            scaling?: components["schemas"]["ScalingWish"] | null;
            /** @description variables that are sealed and never shown. In a change, one that is left out stays and null takes one away */
            secrets?: {
                [key: string]: string | null;
            } | null;
            /**
             * @description callers must be allowed by one of these; none: from anywhere
             * @default []
             */
            securityGroups?: string[] | null;
            /**
             * @description what it keeps when nobody calls it. cold: no replica; warm: one stays, frozen or without its GPU memory, and wakes in seconds, as long as no other replica needs its place
             * @default cold
             * @enum {string|null}
             */
            sleepMode?: "cold" | "warm" | null;
            /** @default 600 */
            startupTimeoutSeconds?: number | null;
            /**
             * @description at most 32, to find it by
             * @default {}
             */
            tags?: {
                [key: string]: string | null;
            } | null;
            /**
             * @description by default whatever its framework serves
             * @example text-generation
             */
            task?: string | null;
            /**
             * @description public: no token is asked for
             * @default private
             * @enum {string|null}
             */
            visibility?: "private" | "public" | null;
        };
        CreateLogSink: {
            /** @default  */
            description?: string;
            /**
             * @description false: nothing is shipped until it is enabled
             * @default true
             */
            enabled?: boolean;
            /**
             * @description only lines of these endpoints; none named: of all of the project
             * @default []
             * @example [
             *       "endpt-0123456789ab"
             *     ]
             */
            endpointIds?: string[];
            /**
             * @description go with each request, e.g. authorization; kept sealed, and never shown again
             * @default {}
             */
            headers?: {
                [key: string]: string;
            };
            /**
             * @description otlp: OTLP over HTTP (protobuf); loki: Loki’s push API (JSON). Both are sent with gzip
             * @enum {string}
             */
            kind: "otlp" | "loki";
            /**
             * @description with its path: as a rule /v1/logs for otlp, /loki/api/v1/push for loki
             * @example https://otel.example.com/v1/logs
             */
            url: string;
        };
        CreateProject: {
            /** @example research */
            name: string;
        };
        DeleteEndpoint: {
            /** @description the endpoint’s name */
            confirm: string;
        };
        DrainNode: {
            /** @description after so long what is left goes without a replacement; by default it waits for one as long as it takes */
            deadlineSeconds?: number | null;
        };
        Endpoint: {
            actions: ("start" | "stop" | "restart" | "update" | "rollback" | "promote" | "abort" | "enable" | "disable" | "delete")[];
            async: {
                maxAttempts: number;
                resultTtlSeconds: number;
                routes: string[];
                target: string | null;
                timeToLiveSeconds: number;
                webhookUrl: string | null;
            } | null;
            /** @enum {string} */
            balancing: "least-outstanding" | "prefix-affinity";
            billingAccount: string | null;
            cluster: string;
            commitment: {
                /** @constant */
                kind: "on-demand";
            } | {
                /** @constant */
                kind: "reserved";
                /** Format: date-time */
                until: string;
            };
            conditions: {
                code: string;
                /** @enum {string} */
                condition: "degraded" | "updating" | "pendingCapacity" | "metricStale" | "budgetLimited";
                message: string;
                nextStep: string;
                /** Format: date-time */
                since: string;
            }[];
            containerPort: number | null;
            /** Format: date-time */
            createdAt: string;
            customDomains: string[];
            description: string;
            disabledBy: ("owner" | "operator") | null;
            diskMib: number | null;
            drainTimeoutSeconds: number;
            engineArguments: {
                [key: string]: string | number | boolean;
            };
            environment: {
                [key: string]: string;
            };
            framework: string;
            hardware: {
                gpuCount: number;
                gpuModel: string | null;
                gpuThousandths: number;
                id: string;
                memoryMib: number;
                simulated?: boolean;
                spot?: boolean;
                vcpuMillis: number;
            };
            healthPath: string | null;
            id: string;
            image: {
                command: string[] | null;
                hasCredentials: boolean;
                reference: string;
            } | null;
            internalOnly: boolean;
            limits: {
                replicaConcurrency: number | null;
                requestsPerMinute: number | null;
                tokensPerMinute: number | null;
            };
            model: string;
            modelSource: {
                /** @constant */
                kind: "hub";
                revision: string | null;
            } | {
                /** @constant */
                kind: "bucket";
                url: string;
            } | {
                /** @constant */
                kind: "folder";
            } | {
                /** @constant */
                kind: "image";
            };
            mountPath: string | null;
            name: string;
            notifyWebhookUrl: string | null;
            placement: {
                gang: boolean;
                nodeLabels: {
                    [key: string]: string;
                };
                priority: number;
                /** @enum {string} */
                spread: "prefer" | "nodes" | "zones";
                tolerations: string[];
                zones: string[] | null;
            };
            projectId: string;
            quantization: string | null;
            reason: components["schemas"]["Reason"];
            replicas: {
                desired: number;
                ready: number;
            };
            requestTimeouts: {
                firstByteSeconds: number | null;
                idleSeconds: number | null;
                totalSeconds: number | null;
            };
            revision: number;
            rollout: {
                from: number;
                percent: number;
                readyNew: number;
                readyOld: number;
                /** Format: date-time */
                startedAt: string;
                to: number;
            } | null;
            scaling: {
                idleTimeoutSeconds: number | null;
                initialCooldownSeconds: number;
                maxReplicas: number;
                minReplicas: number;
                /** @enum {string} */
                mode: "automatic" | "manual";
                panic: boolean;
                rules: {
                    metric: string;
                    target: number;
                }[];
                scaleDownPerMinute: number | null;
                scaleUpPerMinute: number | null;
                schedules: {
                    cron: string;
                    durationSeconds: number;
                    maxReplicas: number | null;
                    minReplicas: number | null;
                    timeZone: string;
                }[];
                seasonSeconds: number | null;
                stabilizationWindowSeconds: number | null;
                /** @enum {string} */
                waitPrice: "lean" | "balanced" | "fast";
            };
            secrets: {
                [key: string]: {
                    /** Format: date-time */
                    setAt: string;
                };
            };
            securityGroups: string[];
            simulated: boolean;
            /** @enum {string} */
            sleepMode: "cold" | "warm";
            startupTimeoutSeconds: number;
            /** @enum {string} */
            state: "building" | "deploying" | "starting" | "running" | "sleeping" | "waking" | "stopping" | "stopped" | "build_failed" | "deploy_failed" | "runtime_error" | "disabled" | "deleted";
            tags: {
                [key: string]: string;
            };
            task: string | null;
            templateRevision: number;
            /** Format: date-time */
            updatedAt: string;
            url: string;
            /** @enum {string} */
            visibility: "private" | "public";
        };
        EndpointPreview: {
            price: {
                /** @description billionths of a dollar an hour */
                atMaxNanoUsdPerHour: string;
                /** @description billionths of a dollar an hour */
                atMinNanoUsdPerHour: string;
                hardwareId: string;
                /** @description billionths of a dollar an hour */
                nowNanoUsdPerHour: string;
                /** @description billionths of a dollar an hour */
                perReplicaNanoUsdPerHour: string;
            } | null;
            problems: {
                message: string;
                /** @description a JSON pointer into the body */
                pointer: string;
            }[];
            sizing: components["schemas"]["Sizing"] | null;
            valid: boolean;
            warnings: {
                message: string;
                /** @description a JSON pointer into the body */
                pointer: string;
            }[];
        };
        Event: {
            actor: string | null;
            /** Format: date-time */
            at: string;
            correlationId: string;
            data: {
                [key: string]: unknown;
            };
            id: string;
            position: number;
            requestId: string | null;
            type: string;
        };
        Framework: {
            canSleepWarm: boolean;
            containerPort: number;
            contextArgument: string | null;
            description: string;
            drivers: {
                /** @enum {string} */
                driver: "process" | "docker" | "kubernetes";
                /** @enum {string} */
                gpus: "none" | "optional" | "required";
            }[];
            engineArguments: {
                choices?: string[];
                default: string | number | boolean | null;
                flag: string;
                group: string;
                help: string;
                max?: number;
                maxLength?: number;
                min?: number;
                name: string;
                /** @enum {string} */
                onlyIn?: "process" | "container";
                /** @enum {string} */
                type: "text" | "number" | "integer" | "switch" | "select";
            }[];
            /** @enum {string} */
            gpus: "none" | "optional" | "required";
            healthPath: string;
            id: string;
            images: string[];
            metrics: {
                /** @enum {string} */
                aggregation: "sum" | "average" | "max";
                aliases: string[];
                help: string;
                /** @enum {string} */
                kind: "gauge" | "counter" | "histogram";
                name: string;
                /** @enum {string} */
                source: "engine" | "node";
            }[];
            metricsPath: string | null;
            metricsPort: number | null;
            minComputeCapability: number | null;
            /** @enum {string} */
            modelForm: "gguf-file" | "hub-id" | "model-repository" | "in-image" | "none";
            needsImage: boolean;
            /** @enum {string} */
            parallelism: "tensor" | "layers" | "none" | "unknown";
            /** @enum {string} */
            protocol: "openai" | "kserve-v2" | "http";
            quantizations: {
                atLoad: boolean;
                bitsPerWeight: number;
                help: string;
                id: string;
                minComputeCapability: number;
            }[];
            simulated: boolean;
            slots: {
                argument: string;
                default: number;
            } | null;
            tasks: string[] | null;
            title: string;
        };
        GrantCredit: {
            /**
             * @description in US dollars, with at most nine digits after the point; more than 0
             * @example 250.00
             */
            amountUsd: string;
            /**
             * Format: date-time
             * @description what is left then is gone; without it, never
             */
            expiresAt?: Record<string, never> | null;
            /**
             * @description whether it was paid for
             * @enum {string}
             */
            kind: "prepaid" | "promotional";
            /**
             * @description for people
             * @default
             */
            note?: Record<string, never>;
        };
        Hardware: {
            computeCapability: number | null;
            gpuCount: number;
            gpuMemoryMib: number;
            gpuModel: string | null;
            gpuTitle: string | null;
            id: string;
            memoryMib: number;
            nvlink: boolean;
            priceNanoUsdPerHour: string;
            spot: boolean;
            title: string;
            vcpuMillis: number;
        };
        ImageWish: {
            /** @description what to start in it; by default what it starts by itself */
            command?: string[] | null;
            /** @description of a private registry; left out in a change, they stay */
            credentials?: components["schemas"]["RegistryCredentials"] | null;
            /** @example registry.example.com/team/server:1.4 */
            reference: string;
        };
        IssuedToken: {
            /** Format: date-time */
            createdAt: string;
            expiresAt: string | null;
            id: string;
            lastUsedAt: string | null;
            limits: {
                requestsPerMinute: number | null;
                tokensPerMinute: number | null;
            };
            name: string;
            projectId: string;
            revokedAt: string | null;
            role: ("owner" | "developer" | "viewer") | null;
            scopes: ("read" | "write" | "invoke" | "admin")[];
            token: string | null;
        };
        IssueToken: {
            /**
             * Format: date-time
             * @description null or absent: it does not expire
             */
            expiresAt?: string | null;
            /** @description what may be called with it, at whichever endpoints */
            limits?: components["schemas"]["RateLimitsWish"] | null;
            /** @example ci */
            name: string;
            /**
             * @description owner: all scopes; developer: read, write, invoke; viewer: read
             * @enum {string|null}
             */
            role?: "owner" | "developer" | "viewer" | null;
            /** @description read sees, write changes, invoke calls endpoints, admin gives and takes tokens; either scopes or role */
            scopes?: ("read" | "write" | "invoke" | "admin")[] | null;
        };
        LimitsWish: {
            /** @description how many requests one replica has at a time, the others wait; at least the target of concurrency; by default no limit */
            replicaConcurrency?: number | null;
            /** @description by default no limit */
            requestsPerMinute?: number | null;
            /** @description of prompts and answers, as the runtime counts them; by default no limit */
            tokensPerMinute?: number | null;
        };
        LogLine: {
            /** Format: date-time */
            at: string;
            attributes: {
                [key: string]: string;
            } | null;
            cursor: string;
            replicaId: string | null;
            requestId: string | null;
            sequence: number;
            /** @enum {string} */
            severity: "trace" | "debug" | "info" | "warn" | "error" | "fatal";
            /** @enum {string} */
            stream: "stdout" | "stderr" | "pushed" | "platform";
            text: string;
            traceId: string | null;
        };
        MakeSignInCode: {
            /**
             * @description the project that the browser begins in
             * @example proj-0123456789ab
             */
            projectId?: string | null;
        };
        ModelSourceWish: {
            /**
             * @description hub: by its id from the model hub; folder: the models folder of each node; image: it is in the image. bucket is refused: nothing fetches from object storage
             * @enum {string}
             */
            kind: "hub" | "bucket" | "folder" | "image";
            /**
             * @description of the kind hub: a branch, tag or commit
             * @example main
             */
            revision?: string | null;
            /** @description of the kind bucket, which is refused: leave it out */
            url?: string | null;
        };
        MuteAlert: {
            /**
             * Format: date-time
             * @description until then nobody is told; at most a year
             */
            until: string;
        };
        MuteWindowFields: {
            /** @description on which it begins; none: each day */
            days?: ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[];
            /** @example 22:00 */
            from: string;
            /**
             * @default UTC
             * @example Europe/Berlin
             */
            timeZone?: string;
            /**
             * @description at or before `from`: on the next day
             * @example 06:00
             */
            until: string;
        };
        Node: {
            capacity: {
                diskMib: number;
                gpus: {
                    index: number;
                    island: string | null;
                    memoryMib: number;
                    model: string;
                    simulated: boolean;
                }[];
                memoryMib: number;
                vcpuMillis: number;
            };
            cluster: string;
            drain: {
                deadline: string | null;
                /** Format: date-time */
                startedAt: string;
            } | null;
            /** @enum {string} */
            driver: "process" | "docker" | "kubernetes";
            free: {
                diskMib: number;
                gpuThousandths: number[];
                memoryMib: number;
                vcpuMillis: number;
            };
            hostname: string;
            id: string;
            labels: {
                [key: string]: string;
            };
            /** Format: date-time */
            lastSeenAt: string;
            replicas: number;
            simulated: boolean;
            /** @enum {string} */
            state: "ready" | "cordoned" | "draining" | "lost";
            taints: string[];
            zone: string | null;
        };
        PlacementWish: {
            /**
             * @description replicas that are asked for together are placed together or not at all
             * @default false
             */
            gang?: boolean | null;
            /**
             * @description only on nodes with all of these labels: see GET /v1/nodes
             * @default {}
             * @example {
             *       "gpu.generation": "hopper"
             *     }
             */
            nodeLabels?: {
                [key: string]: string | null;
            } | null;
            /**
             * @description a higher one is placed first, and may take the place of a lower one; at most what the project’s quota allows, which is also the default where it is lower. Spot hardware always comes after all that is not
             * @default 50
             */
            priority?: number | null;
            /**
             * @description prefer: replicas keep apart where it costs little; nodes, zones: never two on one node, in one zone
             * @default prefer
             * @enum {string|null}
             */
            spread?: "prefer" | "nodes" | "zones" | null;
            /**
             * @description taints of nodes that do not keep it off; spot hardware tolerates the taint spot by itself
             * @default []
             * @example [
             *       "batch"
             *     ]
             */
            tolerations?: string[] | null;
            /**
             * @description only in these; by default in any
             * @example [
             *       "room-1"
             *     ]
             */
            zones?: string[] | null;
        };
        PolicyWish: {
            /**
             * @description to tell it from the others
             * @example fast
             */
            name: string;
            /** @description what differs from the endpoint’s own, as a merge patch: null returns to the default */
            scaling?: components["schemas"]["ScalingWish"] | null;
        };
        Problem: {
            /** @description stable; never reused for something else */
            code: string;
            detail: string;
            errors?: {
                message: string;
                /** @description a JSON pointer into the body, `?name` of the query, or a header */
                pointer: string;
            }[];
            /** @description what to do about it */
            remedy: string;
            requestId: string;
            status: number;
            title: string;
            /** @description the page that explains the code */
            type: string;
        };
        Project: {
            /** Format: date-time */
            createdAt: string;
            id: string;
            name: string;
        };
        ProvisionModel: {
            /**
             * @default private
             * @enum {string|null}
             */
            authMode?: "private" | "public" | null;
            customDomain?: string | null;
            /** @description opens gated models; sealed and never shown */
            hfToken?: string | null;
            /** @description an id of GET /v1/hardware; by default what the model needs */
            instanceType?: string | null;
            maxNodes?: number | null;
            /** @description 0: it hibernates when nobody calls */
            minNodes?: number | null;
            /** @example tidegate/tiny */
            modelId: string;
            /** @description by default made of the model’s name */
            name?: string | null;
        };
        PublishPlan: {
            /** @description of an endpoint that takes asynchronous requests, idle time is free */
            asyncIdleIsFree: boolean;
            /** @description what committed replicas cost */
            committed: number;
            /**
             * Format: date-time
             * @description it may lie in the past: what was used since is rated again; without it, now
             */
            effectiveFrom?: Record<string, never> | null;
            /** @description a start that never became ready counts by this too */
            failedStart: number;
            /** @description a project whose credit is used up is put to sleep */
            mustPrepay: boolean;
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
            phases?: {
                draining: number;
                idle: number;
                loading: number;
                pulling: number;
                ready: number;
                sleeping: number;
            };
        };
        PublishRate: {
            /**
             * Format: date-time
             * @description it may lie in the past: what was used since is rated again; without it, now
             */
            effectiveFrom?: Record<string, never> | null;
            /**
             * @description billionths of a US dollar for an hour of one replica, one domain, or one GiB
             * @example 3900000000
             */
            priceNanoUsdPerHour: number;
            /**
             * @description the id of a hardware flavour, or of an add-on: `custom-domain`, `storage-gib`
             * @example h100-1x
             */
            sku: string;
        };
        RateLimitsWish: {
            /** @description by default no limit */
            requestsPerMinute?: number | null;
            /** @description of prompts and answers, as the runtime counts them; by default no limit */
            tokensPerMinute?: number | null;
        };
        Reason: {
            code: string;
            message: string;
            nextStep: string;
        };
        RegistryCredentials: {
            /** @description write-only: it is sealed and never shown */
            password: string;
            username: string;
        };
        RenameProject: {
            /** @example research */
            name: string;
        };
        ReplayChannel: {
            /** @description one delivery, by its id; left out: each that was given up, at most a thousand, the newest first */
            deliveryId?: string | null;
        };
        ReplayWebhook: {
            /** @description everything that the webhook is subscribed to after this position of the log; 0: from its beginning */
            afterPosition?: number | null;
            /** @description one delivery, by its id (the header webhook-id) */
            deliveryId?: Record<string, never> | null;
            /**
             * Format: date-time
             * @description everything that the webhook is subscribed to since this time
             */
            since?: string | null;
        };
        Replica: {
            endpointId: string;
            hardwareId: string;
            id: string;
            nodeId: string | null;
            placeInLine: {
                of: number;
                place: number;
            } | null;
            readyAt: string | null;
            reason: string;
            /** Format: date-time */
            requestedAt: string;
            revision: number;
            simulated: boolean;
            startedAt: string | null;
            /** @enum {string} */
            state: "pending" | "placed" | "starting" | "ready" | "draining" | "asleep" | "stopped";
            stoppedAt: string | null;
        };
        Request: {
            /** Format: date-time */
            at: string;
            attempts: number;
            bytesIn: number;
            bytesOut: number;
            clientAddress: string;
            code: string | null;
            completionTokens: number | null;
            durationMs: number;
            endpointId: string;
            firstByteMs: number | null;
            method: string;
            /** @enum {string} */
            outcome: "answered" | "refused" | "client_gone" | "cut";
            path: string;
            promptTokens: number | null;
            queueMs: number;
            replicaId: string | null;
            requestId: string;
            status: number | null;
            stream: boolean;
            tokenId: string | null;
            tokenName: string | null;
            tokensEstimated: boolean;
            traceId: string | null;
            wakeMs: number;
        };
        RequestHour: {
            bytesIn: number;
            bytesOut: number;
            completionTokens: number;
            durationMs: {
                longest: number;
                mean: number | null;
                p50: number | null;
                p95: number | null;
                p99: number | null;
            };
            endpointId: string | null;
            errors: number;
            /** Format: date-time */
            firstAt: string;
            firstByteMs: {
                mean: number | null;
                p50: number | null;
                p95: number | null;
                p99: number | null;
            };
            /** Format: date-time */
            hour: string;
            /** Format: date-time */
            lastAt: string;
            promptTokens: number;
            requests: number;
            requestsWithTokens: number;
            requestsWithTokensEstimated: number;
            statusClass: ("none" | "1xx" | "2xx" | "3xx" | "4xx" | "5xx") | null;
            tokenId: string | null;
            tokenName: string | null;
        };
        RequestTimeoutsWish: {
            /** @description by default the gateway’s own */
            firstByteSeconds?: number | null;
            /** @description by default the gateway’s own */
            idleSeconds?: number | null;
            /** @description by default the gateway’s own */
            totalSeconds?: number | null;
        };
        Revision: {
            actor: string | null;
            /** @enum {string} */
            cause: "create" | "update" | "rollback" | "restart" | "abort";
            changed: {
                /** @enum {string} */
                class: "immutable" | "rolling" | "hot";
                pointer: string;
            }[];
            /** Format: date-time */
            createdAt: string;
            requestId: string | null;
            revision: number;
            secrets: string[];
            spec: {
                [key: string]: unknown;
            };
            templateRevision: number;
        };
        Rollback: {
            /** @description the revision whose configuration it gets again */
            revision: number;
        };
        RuleOfSecurityGroup: {
            /**
             * @description IPv4 or IPv6 addresses that may call; one address alone may stand without a prefix
             * @example 10.0.0.0/8
             */
            cidr: string;
            /** @description ports that may be called; absent, null or empty: any */
            ports?: number[];
        };
        RuleWish: {
            /**
             * @description concurrency: requests in flight and waiting; requestsPerSecond; or a gauge or counter of its framework, by any of its names: see GET /v1/frameworks. A counter counts as its rate per second. With an own image, any name of its /metrics
             * @example concurrency
             */
            metric: string;
            /**
             * @description what one replica is meant to carry of it
             * @example 4
             */
            target: number;
        };
        RunModel: {
            cluster_id?: string | null;
            /** @description by default made of the model’s name */
            deploy_name?: string | null;
            /**
             * @description as on the framework’s command line
             * @example --max-model-len 4096
             */
            engine_args?: string | null;
            /** @description read and not used: the platform finds the file */
            entrypoint?: string | null;
            /**
             * @description a JSON object of variables, also as text
             * @example {"LANG":"C"}
             */
            env?: string | {
                [key: string]: unknown;
            };
            max_replica?: number | null;
            min_replica?: number | null;
            /** @description read and not used */
            order_detail_id?: number | null;
            /** @description an id of GET /v1/hardware, or its place there, from 1 */
            resource_id?: string | number;
            /** @description branch, tag or commit of the model */
            revision?: string | null;
            /** @description an id of GET /v1/frameworks, or its place there, from 1 */
            runtime_framework_id?: string | number;
            /** @description 1: public, 2: private */
            secure_level?: number | null;
        };
        SaveSecurityGroup: {
            /** @example office */
            name: string;
            /** @description who may call: whoever one of the rules allows; none: nobody */
            rules: components["schemas"]["RuleOfSecurityGroup"][];
        };
        ScalingWish: {
            /**
             * @description how long the last replica stays with nothing to do; by default what the gaps between its requests make cheapest, learned as they come
             * @example 300
             */
            idleTimeoutSeconds?: number | null;
            /**
             * @description the shortest time between a wake and the next sleep
             * @default 0
             */
            initialCooldownSeconds?: number | null;
            /**
             * @description at most what the project’s quota allows
             * @default 1
             */
            maxReplicas?: number | null;
            /**
             * @description 0: it sleeps when nobody calls it
             * @default 0
             */
            minReplicas?: number | null;
            /**
             * @description manual: minReplicas is the count, at once
             * @default automatic
             * @enum {string|null}
             */
            mode?: "automatic" | "manual" | null;
            /**
             * @description whether surges and queues are answered; false: the level of the traffic alone
             * @default true
             */
            panic?: boolean | null;
            /**
             * @description each metric once; the highest answer wins, and a metric that is not known now has none
             * @default [
             *       {
             *         "metric": "concurrency",
             *         "target": 4
             *       }
             *     ]
             */
            rules?: components["schemas"]["RuleWish"][] | null;
            /**
             * @description the most replicas lost within any minute; by default no limit
             * @example 2
             */
            scaleDownPerMinute?: number | null;
            /**
             * @description the most replicas gained within any minute; by default no limit
             * @example 10
             */
            scaleUpPerMinute?: number | null;
            /**
             * @description bounds that apply from a time on, for a while; of several the one that began last counts, of those that began together the last
             * @default []
             */
            schedules?: components["schemas"]["ScheduleWish"][] | null;
            /**
             * @description traffic that repeats with this period is expected before it comes; by default nothing is expected
             * @example 86400
             */
            seasonSeconds?: number | null;
            /**
             * @description no replica is given up before it was not wanted for so long; by default as long as a start is worth
             * @example 120
             */
            stabilizationWindowSeconds?: number | null;
            /**
             * @description what a second of a caller’s waiting may cost: fast keeps more in reserve and idles longer, lean less
             * @default balanced
             * @enum {string|null}
             */
            waitPrice?: "lean" | "balanced" | "fast" | null;
        };
        ScheduleWish: {
            /**
             * @description when it begins, as five fields: minute, hour, day of the month, month, day of the week. A time that the clock skips begins when it has jumped, and one that it repeats begins once; what comes every hour or more often keeps coming
             * @example 0 8 * * 1-5
             */
            cron: string;
            /**
             * @description how long it lasts, whatever clocks do meanwhile
             * @example 36000
             */
            durationSeconds: number;
            /**
             * @description by default the endpoint’s own; at most what the project’s quota allows
             * @example 6
             */
            maxReplicas?: number | null;
            /**
             * @description by default the endpoint’s own
             * @example 2
             */
            minReplicas?: number | null;
            /**
             * @description in which the five fields are meant: a name of the IANA time zone database
             * @default UTC
             * @example Europe/Rome
             */
            timeZone?: string | null;
        };
        Session: {
            /** @description `operator`, or the id of the token it stands for */
            actor: string;
            /**
             * Format: date-time
             * @description when it ends if it is not used any more
             */
            expiresAt: string;
            /** @enum {string} */
            kind: "operator" | "token";
            /** @description the token’s */
            name: string | null;
            /** @description the project it acts in, where a request names no other */
            projectId: string | null;
            role: ("owner" | "developer" | "viewer" | "operator") | null;
            scopes: ("read" | "write" | "invoke" | "admin")[];
            /** Format: date-time */
            signedInAt: string;
            tokenExpiresAt: string | null;
        };
        SetQuotas: {
            /** @description that are not deleted */
            endpoints: number;
            /** @description sum of maxReplicas, at the largest of its schedules, x GPUs over all endpoints */
            gpus: number;
            /**
             * @description the highest that placement.priority may be
             * @default 50
             */
            priority?: number | null;
            /** @description the most that maxReplicas may be, of an endpoint and of its schedules */
            replicasPerEndpoint: number;
        };
        ShiftRollout: {
            /** @description of 100 requests, how many go to the new template; 100 promotes it */
            percent: number;
        };
        SignIn: {
            /** @description of a sign-in link; it works once */
            code?: Record<string, never>;
            /** @description a token of a project, or the operator’s */
            token?: Record<string, never>;
        };
        SimulateEndpoint: {
            /** @description whole minutes are replayed; by default a day before “to” */
            from?: string | null;
            /** @description by default the endpoint’s own, as “current” */
            policies?: components["schemas"]["PolicyWish"][] | null;
            /** @description by default now */
            to?: string | null;
        };
        SizeModel: {
            /**
             * @description requests whose whole context must fit at the same time
             * @default 1
             */
            concurrency?: number;
            /** @description tokens of one request and its answer; by default what the model was made for */
            contextTokens?: number;
            /**
             * @description by default the one that serves such a model
             * @example vllm
             */
            framework?: string;
            /** @example meta-llama/Llama-3.1-8B-Instruct */
            model: string;
            /**
             * @description where the weights come from; by default the hub. From elsewhere they are sized by the model’s name
             * @example {
             *       "kind": "hub",
             *       "revision": null
             *     }
             */
            modelSource?: {
                [key: string]: unknown;
            };
            /**
             * @description by default as the weights are
             * @example fp8
             */
            quantization?: string;
            /**
             * @description count spot hardware too: cheaper, and taken back when others need it
             * @default false
             */
            spot?: boolean;
        };
        Sizing: {
            activeParameters: number | null;
            bitsPerWeight: number | null;
            concurrency: number;
            /** @enum {string} */
            confidence: "exact" | "high" | "medium" | "low" | "none";
            contextTokens: number | null;
            diskMib: number | null;
            explanation: string;
            framework: string | null;
            hardware: {
                engineArguments: {
                    [key: string]: string | number | boolean;
                };
                fits: boolean;
                hardwareId: string;
                message: string;
                neededMib: number | null;
                priceNanoUsdPerHour: string;
                tensorParallel: number | null;
                usableMib: number;
                utilisationPercent: number | null;
            }[];
            hints: {
                contextTokens: number | null;
                hardwareId: string;
                /** @enum {string} */
                kind: "quantization" | "context" | "both";
                message: string;
                quantization: string | null;
            }[];
            kvCacheMib: number | null;
            model: string;
            modelContextTokens: number | null;
            parameters: number | null;
            quantization: string | null;
            recommended: {
                engineArguments: {
                    [key: string]: string | number | boolean;
                };
                fits: boolean;
                hardwareId: string;
                message: string;
                neededMib: number | null;
                priceNanoUsdPerHour: string;
                tensorParallel: number | null;
                usableMib: number;
                utilisationPercent: number | null;
            } | null;
            /** @enum {string} */
            source: "safetensors" | "gguf" | "name" | "nothing-to-load" | "unknown";
            warnings: {
                code: string;
                message: string;
            }[];
            weightsMib: number | null;
        };
        SubscribeWebhook: {
            /** @example The books */
            description?: string | null;
            /**
             * @description names of events, groups of them like billing.*, or * for all
             * @example [
             *       "replica.*",
             *       "rate.*",
             *       "billing.*"
             *     ]
             */
            eventTypes: ("*" | "alert.*" | "billing.*" | "channel.*" | "endpoint.*" | "logsink.*" | "network.*" | "project.*" | "rate.*" | "replica.*" | "scaling.*" | "webhook.*" | "AlertChanged" | "AlertCreated" | "AlertMuted" | "AlertRemoved" | "AlertUnmuted" | "BillingPeriodClosed" | "BudgetRemoved" | "BudgetSet" | "BudgetThresholdReached" | "ChannelChanged" | "ChannelCreated" | "ChannelRemoved" | "CreditGranted" | "DomainReleased" | "DomainVerified" | "EndpointConditionChanged" | "EndpointDeleted" | "EndpointDisabled" | "EndpointEnabled" | "EndpointIdled" | "EndpointOccupied" | "EndpointRequested" | "EndpointStartRequested" | "EndpointStateChanged" | "EndpointStopRequested" | "EndpointUpdated" | "InvoiceFinalized" | "LogSinkRemoved" | "LogSinkSet" | "PlanPublished" | "ProjectCreated" | "ProjectDeleted" | "ProjectRenamed" | "QuotasSet" | "RatePublished" | "ReplicaDelayed" | "ReplicaDraining" | "ReplicaPlaced" | "ReplicaReady" | "ReplicaRequested" | "ReplicaResumed" | "ReplicaSlept" | "ReplicaStarted" | "ReplicaStopped" | "ReplicaWakeRequested" | "RolloutFinished" | "RolloutShifted" | "RolloutStarted" | "ScaleDecided" | "SecurityGroupDeleted" | "SecurityGroupSaved" | "SpendingResumed" | "SpendingStopped" | "TrafficVisibilityChanged" | "UsageHourClosed" | "WebhookChanged" | "WebhookDisabled" | "WebhookEnabled" | "WebhookSecretRotated" | "WebhookSubscribed" | "WebhookUnsubscribed")[];
            /** @example https://billing.example.com/tidegate */
            url: string;
        };
        Token: {
            /** Format: date-time */
            createdAt: string;
            expiresAt: string | null;
            id: string;
            lastUsedAt: string | null;
            limits: {
                requestsPerMinute: number | null;
                tokensPerMinute: number | null;
            };
            name: string;
            projectId: string;
            revokedAt: string | null;
            role: ("owner" | "developer" | "viewer") | null;
            scopes: ("read" | "write" | "invoke" | "admin")[];
        };
        UpdatedEndpoint: {
            actions: ("start" | "stop" | "restart" | "update" | "rollback" | "promote" | "abort" | "enable" | "disable" | "delete")[];
            async: {
                maxAttempts: number;
                resultTtlSeconds: number;
                routes: string[];
                target: string | null;
                timeToLiveSeconds: number;
                webhookUrl: string | null;
            } | null;
            /** @enum {string} */
            balancing: "least-outstanding" | "prefix-affinity";
            billingAccount: string | null;
            changes: {
                /** @enum {string} */
                class: "immutable" | "rolling" | "hot";
                /** @description of what is sealed, only whether it is set */
                from: unknown;
                /** @description a JSON pointer into the configuration */
                pointer: string;
                to: unknown;
            }[];
            cluster: string;
            commitment: {
                /** @constant */
                kind: "on-demand";
            } | {
                /** @constant */
                kind: "reserved";
                /** Format: date-time */
                until: string;
            };
            conditions: {
                code: string;
                /** @enum {string} */
                condition: "degraded" | "updating" | "pendingCapacity" | "metricStale" | "budgetLimited";
                message: string;
                nextStep: string;
                /** Format: date-time */
                since: string;
            }[];
            containerPort: number | null;
            /** Format: date-time */
            createdAt: string;
            customDomains: string[];
            description: string;
            disabledBy: ("owner" | "operator") | null;
            diskMib: number | null;
            drainTimeoutSeconds: number;
            effect: {
                /** @enum {string} */
                kind: "none" | "hot" | "rolling" | "canary" | "staged" | "retry";
                text: string;
            };
            engineArguments: {
                [key: string]: string | number | boolean;
            };
            environment: {
                [key: string]: string;
            };
            framework: string;
            hardware: {
                gpuCount: number;
                gpuModel: string | null;
                gpuThousandths: number;
                id: string;
                memoryMib: number;
                simulated?: boolean;
                spot?: boolean;
                vcpuMillis: number;
            };
            healthPath: string | null;
            id: string;
            image: {
                command: string[] | null;
                hasCredentials: boolean;
                reference: string;
            } | null;
            internalOnly: boolean;
            limits: {
                replicaConcurrency: number | null;
                requestsPerMinute: number | null;
                tokensPerMinute: number | null;
            };
            model: string;
            modelSource: {
                /** @constant */
                kind: "hub";
                revision: string | null;
            } | {
                /** @constant */
                kind: "bucket";
                url: string;
            } | {
                /** @constant */
                kind: "folder";
            } | {
                /** @constant */
                kind: "image";
            };
            mountPath: string | null;
            name: string;
            notifyWebhookUrl: string | null;
            placement: {
                gang: boolean;
                nodeLabels: {
                    [key: string]: string;
                };
                priority: number;
                /** @enum {string} */
                spread: "prefer" | "nodes" | "zones";
                tolerations: string[];
                zones: string[] | null;
            };
            projectId: string;
            quantization: string | null;
            reason: components["schemas"]["Reason"];
            replicas: {
                desired: number;
                ready: number;
            };
            requestTimeouts: {
                firstByteSeconds: number | null;
                idleSeconds: number | null;
                totalSeconds: number | null;
            };
            revision: number;
            rollout: {
                from: number;
                percent: number;
                readyNew: number;
                readyOld: number;
                /** Format: date-time */
                startedAt: string;
                to: number;
            } | null;
            scaling: {
                idleTimeoutSeconds: number | null;
                initialCooldownSeconds: number;
                maxReplicas: number;
                minReplicas: number;
                /** @enum {string} */
                mode: "automatic" | "manual";
                panic: boolean;
                rules: {
                    metric: string;
                    target: number;
                }[];
                scaleDownPerMinute: number | null;
                scaleUpPerMinute: number | null;
                schedules: {
                    cron: string;
                    durationSeconds: number;
                    maxReplicas: number | null;
                    minReplicas: number | null;
                    timeZone: string;
                }[];
                seasonSeconds: number | null;
                stabilizationWindowSeconds: number | null;
                /** @enum {string} */
                waitPrice: "lean" | "balanced" | "fast";
            };
            secrets: {
                [key: string]: {
                    /** Format: date-time */
                    setAt: string;
                };
            };
            securityGroups: string[];
            simulated: boolean;
            /** @enum {string} */
            sleepMode: "cold" | "warm";
            startupTimeoutSeconds: number;
            /** @enum {string} */
            state: "building" | "deploying" | "starting" | "running" | "sleeping" | "waking" | "stopping" | "stopped" | "build_failed" | "deploy_failed" | "runtime_error" | "disabled" | "deleted";
            tags: {
                [key: string]: string;
            };
            task: string | null;
            templateRevision: number;
            /** Format: date-time */
            updatedAt: string;
            url: string;
            /** @enum {string} */
            visibility: "private" | "public";
            warnings: {
                message: string;
                /** @description a JSON pointer into the body */
                pointer: string;
            }[];
        };
        UpdateEndpoint: {
            /** @description by default it takes no asynchronous calls */
            async?: components["schemas"]["AsyncWish"] | null;
            /**
             * @description which replica gets a request. least-outstanding: the one with the fewest; prefix-affinity: chats and completions that begin alike go to the same one, which has their beginning in its cache, unless it has clearly more to do than the others
             * @default least-outstanding
             * @enum {string|null}
             */
            balancing?: "least-outstanding" | "prefix-affinity" | null;
            /** @description whom its cost is charged to, in the words of whoever runs the platform */
            billingAccount?: string | null;
            /** @default local */
            cluster?: string | null;
            /**
             * @default {
             *       "kind": "on-demand"
             *     }
             */
            commitment?: components["schemas"]["CommitmentWish"] | null;
            /** @description by default the framework’s */
            containerPort?: number | null;
            /**
             * @description hosts that reach it once their ownership is proven
             * @default []
             * @example [
             *       "models.example.com"
             *     ]
             */
            customDomains?: string[] | null;
            /** @default  */
            description?: string | null;
            /** @description by default what the node gives */
            diskMib?: number | null;
            /**
             * @description how long a replica that must go may finish what it has
             * @default 600
             */
            drainTimeoutSeconds?: number | null;
            /**
             * @description of its framework: see GET /v1/frameworks
             * @default {}
             * @example {
             *       "ctxSize": 2048
             *     }
             */
            engineArguments?: {
                [key: string]: unknown;
            } | null;
            /**
             * @description variables that its process finds
             * @default {}
             */
            environment?: {
                [key: string]: string | null;
            } | null;
            /**
             * @description by default the one that serves the model
             * @example llama.cpp
             */
            framework?: string | null;
            /**
             * @description an id of GET /v1/hardware; by default what the model needs. One that ends in -spot is cheaper, and is taken back when others need it
             * @example cpu-1x
             */
            hardware?: string | null;
            /**
             * @description by default the framework’s
             * @example /health
             */
            healthPath?: string | null;
            /** @description by default the framework’s own */
            image?: components["schemas"]["ImageWish"] | null;
            /**
             * @description reached by the internal listener only
             * @default false
             */
            internalOnly?: boolean | null;
            /** @description what it takes at most, from all callers together */
            limits?: components["schemas"]["LimitsWish"] | null;
            /**
             * @description must be given, or an image that brings its own: then it is called by the image’s name
             * @example tidegate/tiny
             */
            model?: string | null;
            /** @description by default where its framework looks for models */
            modelSource?: components["schemas"]["ModelSourceWish"] | null;
            /**
             * @description where the disk is mounted in a container
             * @example /data
             */
            mountPath?: string | null;
            /**
             * @description unique in its project
             * @example chat
             */
            name?: string;
            /** @description where to say that it became ready or failed for the first time */
            notifyWebhookUrl?: string | null;
            /** @description where its replicas may run, and whose turn it is */
            placement?: components["schemas"]["PlacementWish"] | null;
            /**
             * @description by default as the weights are
             * @example awq
             */
            quantization?: string | null;
            requestTimeouts?: components["schemas"]["RequestTimeoutsWish"] | null;
            /** @description how many replicas it has, and when */
            scaling?: components["schemas"]["ScalingWish"] | null;
            /** @description variables that are sealed and never shown. In a change, one that is left out stays and null takes one away */
            secrets?: {
                [key: string]: string | null;
            } | null;
            /**
             * @description callers must be allowed by one of these; none: from anywhere
             * @default []
             */
            securityGroups?: string[] | null;
            /**
             * @description what it keeps when nobody calls it. cold: no replica; warm: one stays, frozen or without its GPU memory, and wakes in seconds, as long as no other replica needs its place
             * @default cold
             * @enum {string|null}
             */
            sleepMode?: "cold" | "warm" | null;
            /** @default 600 */
            startupTimeoutSeconds?: number | null;
            /**
             * @description at most 32, to find it by
             * @default {}
             */
            tags?: {
                [key: string]: string | null;
            } | null;
            /**
             * @description by default whatever its framework serves
             * @example text-generation
             */
            task?: string | null;
            /**
             * @description public: no token is asked for
             * @default private
             * @enum {string|null}
             */
            visibility?: "private" | "public" | null;
        };
    };
    responses: {
        /** @description It is not what If-Match says any more */
        Changed: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
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
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It does not go together with what there is now */
        Conflict: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
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
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The token may not do this */
        Forbidden: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
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
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It was deleted */
        Gone: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
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
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The request is wrong; `errors` says which field, and how */
        Invalid: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
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
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no such thing that the token may see */
        NotFound: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
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
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Refused for another reason */
        Refused: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
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
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is too large */
        TooLarge: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
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
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description No valid token came with it */
        Unauthenticated: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
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
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It was understood, and cannot be done as it stands */
        Unprocessable: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
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
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is of a kind that is not understood here */
        UnsupportedMediaType: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
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
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        /**
         * @description The same key and body have one effect and one answer for 24 hours
         * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
         */
        IdempotencyKey: string;
    };
    requestBodies: never;
    headers: {
        /** @description The request’s own id, or the one it came with: it stands in every event and log line it leads to */
        RequestId: string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    "Provision.provision": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProvisionModel"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        endpointId?: string;
                        status?: string;
                        url?: string;
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            default: components["responses"]["Refused"];
        };
    };
    "Provision.one": {
        parameters: {
            query?: never;
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The endpoint’s id, e.g. endpt-0123456789ab */
                endpointId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        endpointId?: string;
                        status?: string;
                        url?: string;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["Gone"];
            default: components["responses"]["Refused"];
        };
    };
    "Hub.run": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The model’s name */
                name: string;
                /** @description Who owns the model */
                owner: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RunModel"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data?: Record<string, never>;
                        /** @enum {string} */
                        msg?: "OK";
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            default: components["responses"]["Refused"];
        };
    };
    "Hub.one": {
        parameters: {
            query?: never;
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The deployment’s id */
                id: string;
                /** @description The model’s name */
                name: string;
                /** @description Who owns the model */
                owner: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data?: Record<string, never>;
                        /** @enum {string} */
                        msg?: "OK";
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Refused"];
        };
    };
    "Hub.update": {
        parameters: {
            query?: never;
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The deployment’s id */
                id: string;
                /** @description The model’s name */
                name: string;
                /** @description Who owns the model */
                owner: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RunModel"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data?: Record<string, never>;
                        /** @enum {string} */
                        msg?: "OK";
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            default: components["responses"]["Refused"];
        };
    };
    "Hub.remove": {
        parameters: {
            query?: never;
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The deployment’s id */
                id: string;
                /** @description The model’s name */
                name: string;
                /** @description Who owns the model */
                owner: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data?: Record<string, never>;
                        /** @enum {string} */
                        msg?: "OK";
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Refused"];
        };
    };
    "Hub.start": {
        parameters: {
            query?: never;
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The deployment’s id */
                id: string;
                /** @description The model’s name */
                name: string;
                /** @description Who owns the model */
                owner: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data?: Record<string, never>;
                        /** @enum {string} */
                        msg?: "OK";
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Refused"];
        };
    };
    "Hub.stop": {
        parameters: {
            query?: never;
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The deployment’s id */
                id: string;
                /** @description The model’s name */
                name: string;
                /** @description Who owns the model */
                owner: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data?: Record<string, never>;
                        /** @enum {string} */
                        msg?: "OK";
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Refused"];
        };
    };
    "Alert.all": {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description how many at most */
                limit?: number;
                /** @description only those in this state */
                state?: "normal" | "pending" | "recovering" | "firing";
            };
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** @enum {string} */
                            aggregate: "avg" | "max" | "min" | "sum" | "last" | "p50" | "p95" | "p99";
                            channelIds: string[];
                            clearThreshold: number | null;
                            /** Format: date-time */
                            createdAt: string;
                            description: string;
                            endpointId: string | null;
                            evaluatedAt: string | null;
                            firing: number;
                            forSeconds: number;
                            id: string;
                            isMuted: boolean;
                            keepFiringForSeconds: number;
                            metric: string;
                            mutedUntil: string | null;
                            muteWindows: {
                                days: ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[];
                                from: string;
                                timeZone: string;
                                until: string;
                            }[];
                            name: string;
                            /** @enum {string} */
                            noData: "ok" | "alert" | "keep";
                            /** @enum {string} */
                            operator: "above" | "at_least" | "below" | "at_most";
                            problem: string | null;
                            projectId: string;
                            repeatEverySeconds: number | null;
                            /** @enum {string} */
                            scope: "endpoint" | "replica" | "project";
                            /** @enum {string} */
                            severity: "info" | "warning" | "critical";
                            /** @enum {string} */
                            state: "normal" | "pending" | "recovering" | "firing";
                            threshold: number;
                            /** Format: date-time */
                            updatedAt: string;
                            windowSeconds: number;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            default: components["responses"]["Refused"];
        };
    };
    "Alert.create": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateAlert"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        aggregate: "avg" | "max" | "min" | "sum" | "last" | "p50" | "p95" | "p99";
                        channelIds: string[];
                        clearThreshold: number | null;
                        /** Format: date-time */
                        createdAt: string;
                        description: string;
                        endpointId: string | null;
                        evaluatedAt: string | null;
                        firing: number;
                        forSeconds: number;
                        id: string;
                        isMuted: boolean;
                        keepFiringForSeconds: number;
                        metric: string;
                        mutedUntil: string | null;
                        muteWindows: {
                            days: ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[];
                            from: string;
                            timeZone: string;
                            until: string;
                        }[];
                        name: string;
                        /** @enum {string} */
                        noData: "ok" | "alert" | "keep";
                        /** @enum {string} */
                        operator: "above" | "at_least" | "below" | "at_most";
                        problem: string | null;
                        projectId: string;
                        repeatEverySeconds: number | null;
                        /** @enum {string} */
                        scope: "endpoint" | "replica" | "project";
                        /** @enum {string} */
                        severity: "info" | "warning" | "critical";
                        /** @enum {string} */
                        state: "normal" | "pending" | "recovering" | "firing";
                        threshold: number;
                        /** Format: date-time */
                        updatedAt: string;
                        windowSeconds: number;
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            default: components["responses"]["Refused"];
        };
    };
    "Alert.one": {
        parameters: {
            query?: never;
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The alert’s id, e.g. alert-0123456789ab */
                alertId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        aggregate: "avg" | "max" | "min" | "sum" | "last" | "p50" | "p95" | "p99";
                        channelIds: string[];
                        clearThreshold: number | null;
                        /** Format: date-time */
                        createdAt: string;
                        description: string;
                        endpointId: string | null;
                        evaluatedAt: string | null;
                        firing: number;
                        forSeconds: number;
                        id: string;
                        isMuted: boolean;
                        keepFiringForSeconds: number;
                        metric: string;
                        mutedUntil: string | null;
                        muteWindows: {
                            days: ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[];
                            from: string;
                            timeZone: string;
                            until: string;
                        }[];
                        name: string;
                        /** @enum {string} */
                        noData: "ok" | "alert" | "keep";
                        /** @enum {string} */
                        operator: "above" | "at_least" | "below" | "at_most";
                        problem: string | null;
                        projectId: string;
                        repeatEverySeconds: number | null;
                        /** @enum {string} */
                        scope: "endpoint" | "replica" | "project";
                        /** @enum {string} */
                        severity: "info" | "warning" | "critical";
                        /** @enum {string} */
                        state: "normal" | "pending" | "recovering" | "firing";
                        threshold: number;
                        /** Format: date-time */
                        updatedAt: string;
                        windowSeconds: number;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Refused"];
        };
    };
    "Alert.remove": {
        parameters: {
            query?: never;
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The alert’s id, e.g. alert-0123456789ab */
                alertId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Refused"];
        };
    };
    "Alert.change": {
        parameters: {
            query?: never;
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The alert’s id, e.g. alert-0123456789ab */
                alertId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeAlert"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        aggregate: "avg" | "max" | "min" | "sum" | "last" | "p50" | "p95" | "p99";
                        channelIds: string[];
                        clearThreshold: number | null;
                        /** Format: date-time */
                        createdAt: string;
                        description: string;
                        endpointId: string | null;
                        evaluatedAt: string | null;
                        firing: number;
                        forSeconds: number;
                        id: string;
                        isMuted: boolean;
                        keepFiringForSeconds: number;
                        metric: string;
                        mutedUntil: string | null;
                        muteWindows: {
                            days: ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[];
                            from: string;
                            timeZone: string;
                            until: string;
                        }[];
                        name: string;
                        /** @enum {string} */
                        noData: "ok" | "alert" | "keep";
                        /** @enum {string} */
                        operator: "above" | "at_least" | "below" | "at_most";
                        problem: string | null;
                        projectId: string;
                        repeatEverySeconds: number | null;
                        /** @enum {string} */
                        scope: "endpoint" | "replica" | "project";
                        /** @enum {string} */
                        severity: "info" | "warning" | "critical";
                        /** @enum {string} */
                        state: "normal" | "pending" | "recovering" | "firing";
                        threshold: number;
                        /** Format: date-time */
                        updatedAt: string;
                        windowSeconds: number;
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            default: components["responses"]["Refused"];
        };
    };
    "Alert.history": {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description how many at most */
                limit?: number;
            };
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The alert’s id, e.g. alert-0123456789ab */
                alertId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: date-time */
                            at: string;
                            /** @enum {string} */
                            cause: "value" | "no_data" | "stopped" | "changed" | "removed";
                            endpointId: string | null;
                            isMuted: boolean;
                            number: number;
                            replicaId: string | null;
                            threshold: number;
                            /** @enum {string} */
                            to: "firing" | "resolved";
                            value: number | null;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Refused"];
        };
    };
    "Alert.instances": {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description how many at most */
                limit?: number;
                /** @description only those in this state */
                state?: "normal" | "pending" | "recovering" | "firing";
            };
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The alert’s id, e.g. alert-0123456789ab */
                alertId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            endpointId: string | null;
                            firingSince: string | null;
                            replicaId: string | null;
                            /** Format: date-time */
                            since: string;
                            /** @enum {string} */
                            state: "normal" | "pending" | "recovering" | "firing";
                            toldAt: string | null;
                            value: number | null;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Refused"];
        };
    };
    "Alert.mute": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The alert’s id, e.g. alert-0123456789ab */
                alertId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MuteAlert"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        aggregate: "avg" | "max" | "min" | "sum" | "last" | "p50" | "p95" | "p99";
                        channelIds: string[];
                        clearThreshold: number | null;
                        /** Format: date-time */
                        createdAt: string;
                        description: string;
                        endpointId: string | null;
                        evaluatedAt: string | null;
                        firing: number;
                        forSeconds: number;
                        id: string;
                        isMuted: boolean;
                        keepFiringForSeconds: number;
                        metric: string;
                        mutedUntil: string | null;
                        muteWindows: {
                            days: ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[];
                            from: string;
                            timeZone: string;
                            until: string;
                        }[];
                        name: string;
                        /** @enum {string} */
                        noData: "ok" | "alert" | "keep";
                        /** @enum {string} */
                        operator: "above" | "at_least" | "below" | "at_most";
                        problem: string | null;
                        projectId: string;
                        repeatEverySeconds: number | null;
                        /** @enum {string} */
                        scope: "endpoint" | "replica" | "project";
                        /** @enum {string} */
                        severity: "info" | "warning" | "critical";
                        /** @enum {string} */
                        state: "normal" | "pending" | "recovering" | "firing";
                        threshold: number;
                        /** Format: date-time */
                        updatedAt: string;
                        windowSeconds: number;
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            default: components["responses"]["Refused"];
        };
    };
    "Alert.test": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The alert’s id, e.g. alert-0123456789ab */
                alertId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        deliveryIds: string[];
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            default: components["responses"]["Refused"];
        };
    };
    "Alert.unmute": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The alert’s id, e.g. alert-0123456789ab */
                alertId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        aggregate: "avg" | "max" | "min" | "sum" | "last" | "p50" | "p95" | "p99";
                        channelIds: string[];
                        clearThreshold: number | null;
                        /** Format: date-time */
                        createdAt: string;
                        description: string;
                        endpointId: string | null;
                        evaluatedAt: string | null;
                        firing: number;
                        forSeconds: number;
                        id: string;
                        isMuted: boolean;
                        keepFiringForSeconds: number;
                        metric: string;
                        mutedUntil: string | null;
                        muteWindows: {
                            days: ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[];
                            from: string;
                            timeZone: string;
                            until: string;
                        }[];
                        name: string;
                        /** @enum {string} */
                        noData: "ok" | "alert" | "keep";
                        /** @enum {string} */
                        operator: "above" | "at_least" | "below" | "at_most";
                        problem: string | null;
                        projectId: string;
                        repeatEverySeconds: number | null;
                        /** @enum {string} */
                        scope: "endpoint" | "replica" | "project";
                        /** @enum {string} */
                        severity: "info" | "warning" | "critical";
                        /** @enum {string} */
                        state: "normal" | "pending" | "recovering" | "firing";
                        threshold: number;
                        /** Format: date-time */
                        updatedAt: string;
                        windowSeconds: number;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            default: components["responses"]["Refused"];
        };
    };
    "Manifest.apply": {
        parameters: {
            query?: {
                /** @description say what would be done: nothing is */
                dryRun?: "true" | "false";
            };
            header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": string;
                "application/yaml": string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["AppliedDocument"][];
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            default: components["responses"]["Refused"];
        };
    };
    "Report.burn": {
        parameters: {
            query?: {
                /** @description only this endpoint’s */
                endpointId?: string;
            };
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        asOf: string;
                        /** @enum {string} */
                        basis: "last_week" | "since_first" | "nothing";
                        burnNanoUsdPerHour: string;
                        burnUsdPerHour: string;
                        endpoints: {
                            /** @enum {string} */
                            basis: "last_week" | "since_first" | "nothing";
                            burnNanoUsdPerHour: string;
                            burnUsdPerHour: string;
                            endpointId: string;
                            forecastNanoUsd: string;
                            forecastUsd: string;
                            highNanoUsd: string;
                            highUsd: string;
                            lowNanoUsd: string;
                            lowUsd: string;
                            name: string | null;
                            soFarNanoUsd: string;
                            soFarUsd: string;
                        }[];
                        endpointsLeftOut: number;
                        forecastNanoUsd: string;
                        forecastUsd: string;
                        formula: string;
                        /** Format: date-time */
                        from: string;
                        highNanoUsd: string;
                        highUsd: string;
                        lowNanoUsd: string;
                        lowUsd: string;
                        period: string;
                        soFarNanoUsd: string;
                        soFarUsd: string;
                        timeZone: string;
                        /** Format: date-time */
                        until: string;
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            default: components["responses"]["Refused"];
        };
    };
    "Report.export": {
        parameters: {
            query?: {
                /** @description only this endpoint’s */
                endpointId?: string;
                /** @description lines of bills as a table or as JSON, one a line; or the columns of FOCUS 1.2, a row for each hour, whose sum by invoice is what is to be paid where whole months are exported */
                format?: "csv" | "focus" | "ndjson";
                /** @description what was used from here on; 30 days before `until` */
                from?: string;
                /** @description what was used before this; now */
                until?: string;
            };
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
                    "text/csv": string;
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            default: components["responses"]["Refused"];
        };
    };
    "Invoice.all": {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description how many at most */
                limit?: number;
            };
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            creditNanoUsd: string;
                            /** @constant */
                            currency: "USD";
                            invoiceId: string;
                            /** Format: date-time */
                            issuedAt: string;
                            lines: number;
                            linesSha256: string;
                            period: string;
                            projectId: string;
                            roundingNanoUsd: string;
                            subtotalNanoUsd: string;
                            totalCents: number;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            default: components["responses"]["Refused"];
        };
    };
    "Invoice.one": {
        parameters: {
            query?: never;
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The invoice’s id, e.g. invc-0123456789ab */
                invoiceId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        closedBy: {
                            /** Format: uuid */
                            eventId: string;
                            position: number;
                        };
                        creditNanoUsd: string;
                        /** @constant */
                        currency: "USD";
                        /** Format: date-time */
                        from: string;
                        invoiceId: string;
                        /** Format: date-time */
                        issuedAt: string;
                        ledger: {
                            hash: string;
                            nth: number;
                        };
                        lines: {
                            amountNanoUsd: string;
                            class: "Correction" | null;
                            coveredUs: string;
                            endpointId: string;
                            fromUs: number;
                            gpuThousandthsUs: string;
                            heldUs: string;
                            /** @enum {string} */
                            kind: "usage" | "commitment" | "add-on";
                            nth: number;
                            period: string;
                            priceNanoUsdPerHour: string;
                            simulated: boolean;
                            sku: string;
                            sources: number;
                            sourcesSha256: string;
                            toUs: number;
                            unitHours: string;
                        }[];
                        linesSha256: string;
                        period: string;
                        projectId: string;
                        roundingNanoUsd: string;
                        subtotalNanoUsd: string;
                        timeZone: string;
                        /** Format: date-time */
                        to: string;
                        totalCents: number;
                    };
                    "application/pdf": string;
                    "text/html": string;
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Refused"];
        };
    };
    "Invoice.proof": {
        parameters: {
            query: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description how many at most */
                limit?: number;
                /** @description the number of a line of the invoice */
                line: number;
            };
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The invoice’s id, e.g. invc-0123456789ab */
                invoiceId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        invoiceId: string;
                        items: {
                            amountNanoUsd: string;
                            coveredUs: string;
                            events: {
                                /** Format: uuid */
                                eventId: string;
                                /** Format: date-time */
                                occurredAt: string;
                                position: number;
                                type: string;
                            }[];
                            fromUs: number;
                            heldUs: string;
                            priceNanoUsdPerHour: string;
                            replicaId: string | null;
                            sourceId: string;
                            toUs: number;
                            unit1024ths: string;
                            weightedUsThousandths: string;
                        }[];
                        line: {
                            amountNanoUsd: string;
                            class: "Correction" | null;
                            coveredUs: string;
                            endpointId: string;
                            fromUs: number;
                            gpuThousandthsUs: string;
                            heldUs: string;
                            /** @enum {string} */
                            kind: "usage" | "commitment" | "add-on";
                            nth: number;
                            period: string;
                            priceNanoUsdPerHour: string;
                            simulated: boolean;
                            sku: string;
                            sources: number;
                            sourcesSha256: string;
                            toUs: number;
                            unitHours: string;
                        };
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Refused"];
        };
    };
    "Invoice.draft": {
        parameters: {
            query?: never;
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        asOf: string;
                        creditNanoUsd: string;
                        /** @constant */
                        currency: "USD";
                        /** Format: date-time */
                        from: string;
                        lines: {
                            amountNanoUsd: string;
                            class: "Correction" | null;
                            coveredUs: string;
                            endpointId: string;
                            fromUs: number;
                            gpuThousandthsUs: string;
                            heldUs: string;
                            /** @enum {string} */
                            kind: "usage" | "commitment" | "add-on";
                            nth: number;
                            period: string;
                            priceNanoUsdPerHour: string;
                            simulated: boolean;
                            sku: string;
                            sources: number;
                            sourcesSha256: string;
                            toUs: number;
                            unitHours: string;
                        }[];
                        linesSha256: string;
                        period: string;
                        projectId: string;
                        roundingNanoUsd: string;
                        subtotalNanoUsd: string;
                        timeZone: string;
                        /** Format: date-time */
                        to: string;
                        totalCents: number;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            default: components["responses"]["Refused"];
        };
    };
    "Ledger.all": {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description how many at most */
                limit?: number;
            };
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: date-time */
                            at: string;
                            atUs: number;
                            /** @enum {string} */
                            cause: "credit" | "hour" | "period";
                            entries: {
                                account: string;
                                amountNanoUsd: string;
                                amountUsd: string;
                                creditId: string | null;
                                kind: ("usage" | "commitment" | "add-on") | null;
                                period: string | null;
                                sku: string | null;
                            }[];
                            /** Format: uuid */
                            eventId: string;
                            hash: string;
                            nth: number;
                            position: number;
                            previousHash: string;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            default: components["responses"]["Refused"];
        };
    };
    "Report.usage": {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description only this endpoint’s */
                endpointId?: string;
                /** @description what was used from here on; 30 days before `until` */
                from?: string;
                /** @description what usage is divided by: hour, day, month, endpoint, hardware, replica, kind, phase or `tag:<name>`, at most 4, with commas between */
                groupBy?: string[];
                /** @description how many at most */
                limit?: number;
                /** @description only what was used under this tag: a tag’s name, or name=value */
                tag?: string;
                /** @description what was used before this; now */
                until?: string;
            };
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        asOf: string;
                        /** Format: date-time */
                        from: string;
                        items: {
                            costNanoUsd: string;
                            costUsd: string;
                            coveredMicroseconds: string;
                            endpointName: string | null;
                            gpuMicroseconds: string;
                            gpuThousandthsMicroseconds: string;
                            group: {
                                [key: string]: string | null;
                            };
                            heldMicroseconds: string;
                            vcpuMillisMicroseconds: string;
                        }[];
                        nextCursor: string | null;
                        timeZone: string;
                        /** Format: date-time */
                        until: string;
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            default: components["responses"]["Refused"];
        };
    };
    "Budget.all": {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description how many at most */
                limit?: number;
            };
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            burnRateNanoUsdPerHour: string;
                            /** Format: date-time */
                            createdAt: string;
                            endpointId: string | null;
                            id: string;
                            isHard: boolean;
                            limitNanoUsd: string;
                            limitUsd: string;
                            name: string;
                            overshootBoundNanoUsd: string | null;
                            overshootBoundUsd: string | null;
                            percent: number;
                            period: string;
                            projectId: string;
                            spentNanoUsd: string;
                            spentUsd: string;
                            /** @enum {string} */
                            state: "within" | "exceeded" | "stopped";
                            thresholdsPercent: number[];
                            thresholdsReached: number[];
                            /** Format: date-time */
                            updatedAt: string;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            default: components["responses"]["Refused"];
        };
    };
    "Budget.create": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateBudget"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        burnRateNanoUsdPerHour: string;
                        /** Format: date-time */
                        createdAt: string;
                        endpointId: string | null;
                        id: string;
                        isHard: boolean;
                        limitNanoUsd: string;
                        limitUsd: string;
                        name: string;
                        overshootBoundNanoUsd: string | null;
                        overshootBoundUsd: string | null;
                        percent: number;
                        period: string;
                        projectId: string;
                        spentNanoUsd: string;
                        spentUsd: string;
                        /** @enum {string} */
                        state: "within" | "exceeded" | "stopped";
                        thresholdsPercent: number[];
                        thresholdsReached: number[];
                        /** Format: date-time */
                        updatedAt: string;
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            default: components["responses"]["Refused"];
        };
    };
    "Budget.one": {
        parameters: {
            query?: never;
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The budget’s id, e.g. budg-0123456789ab */
                budgetId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        burnRateNanoUsdPerHour: string;
                        /** Format: date-time */
                        createdAt: string;
                        endpointId: string | null;
                        id: string;
                        isHard: boolean;
                        limitNanoUsd: string;
                        limitUsd: string;
                        name: string;
                        overshootBoundNanoUsd: string | null;
                        overshootBoundUsd: string | null;
                        percent: number;
                        period: string;
                        projectId: string;
                        spentNanoUsd: string;
                        spentUsd: string;
                        /** @enum {string} */
                        state: "within" | "exceeded" | "stopped";
                        thresholdsPercent: number[];
                        thresholdsReached: number[];
                        /** Format: date-time */
                        updatedAt: string;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Refused"];
        };
    };
    "Budget.remove": {
        parameters: {
            query?: never;
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The budget’s id, e.g. budg-0123456789ab */
                budgetId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Refused"];
        };
    };
    "Budget.change": {
        parameters: {
            query?: never;
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The budget’s id, e.g. budg-0123456789ab */
                budgetId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeBudget"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        burnRateNanoUsdPerHour: string;
                        /** Format: date-time */
                        createdAt: string;
                        endpointId: string | null;
                        id: string;
                        isHard: boolean;
                        limitNanoUsd: string;
                        limitUsd: string;
                        name: string;
                        overshootBoundNanoUsd: string | null;
                        overshootBoundUsd: string | null;
                        percent: number;
                        period: string;
                        projectId: string;
                        spentNanoUsd: string;
                        spentUsd: string;
                        /** @enum {string} */
                        state: "within" | "exceeded" | "stopped";
                        thresholdsPercent: number[];
                        thresholdsReached: number[];
                        /** Format: date-time */
                        updatedAt: string;
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            default: components["responses"]["Refused"];
        };
    };
    "Channel.all": {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description how many at most */
                limit?: number;
            };
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            addresses: string[];
                            /** Format: date-time */
                            createdAt: string;
                            deliveries: number;
                            dropped: number;
                            failingSince: string | null;
                            id: string;
                            /** @enum {string} */
                            kind: "email" | "webhook" | "slack";
                            lastDeliveredAt: string | null;
                            lastError: string | null;
                            name: string;
                            notices: ("endpoint.ready" | "endpoint.failed" | "endpoint.degraded" | "endpoint.no_capacity" | "endpoint.disabled" | "budget.threshold_reached" | "spending.stopped" | "spending.resumed" | "invoice.ready" | "domain.verified" | "domain.released")[];
                            projectId: string;
                            /** @enum {string} */
                            state: "untried" | "working" | "failing";
                            /** Format: date-time */
                            updatedAt: string;
                            url: string | null;
                            waiting: number;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            default: components["responses"]["Refused"];
        };
    };
    "Channel.create": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateChannel"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        addresses: string[];
                        /** Format: date-time */
                        createdAt: string;
                        deliveries: number;
                        dropped: number;
                        failingSince: string | null;
                        id: string;
                        /** @enum {string} */
                        kind: "email" | "webhook" | "slack";
                        lastDeliveredAt: string | null;
                        lastError: string | null;
                        name: string;
                        notices: ("endpoint.ready" | "endpoint.failed" | "endpoint.degraded" | "endpoint.no_capacity" | "endpoint.disabled" | "budget.threshold_reached" | "spending.stopped" | "spending.resumed" | "invoice.ready" | "domain.verified" | "domain.released")[];
                        projectId: string;
                        /** @enum {string} */
                        state: "untried" | "working" | "failing";
                        /** Format: date-time */
                        updatedAt: string;
                        url: string | null;
                        waiting: number;
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            default: components["responses"]["Refused"];
        };
    };
    "Channel.one": {
        parameters: {
            query?: never;
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The channel’s id, e.g. chan-0123456789ab */
                channelId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        addresses: string[];
                        /** Format: date-time */
                        createdAt: string;
                        deliveries: number;
                        dropped: number;
                        failingSince: string | null;
                        id: string;
                        /** @enum {string} */
                        kind: "email" | "webhook" | "slack";
                        lastDeliveredAt: string | null;
                        lastError: string | null;
                        name: string;
                        notices: ("endpoint.ready" | "endpoint.failed" | "endpoint.degraded" | "endpoint.no_capacity" | "endpoint.disabled" | "budget.threshold_reached" | "spending.stopped" | "spending.resumed" | "invoice.ready" | "domain.verified" | "domain.released")[];
                        projectId: string;
                        /** @enum {string} */
                        state: "untried" | "working" | "failing";
                        /** Format: date-time */
                        updatedAt: string;
                        url: string | null;
                        waiting: number;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Refused"];
        };
    };
    "Channel.remove": {
        parameters: {
            query?: never;
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The channel’s id, e.g. chan-0123456789ab */
                channelId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Refused"];
        };
    };
    "Channel.change": {
        parameters: {
            query?: never;
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The channel’s id, e.g. chan-0123456789ab */
                channelId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeChannel"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        addresses: string[];
                        /** Format: date-time */
                        createdAt: string;
                        deliveries: number;
                        dropped: number;
                        failingSince: string | null;
                        id: string;
                        /** @enum {string} */
                        kind: "email" | "webhook" | "slack";
                        lastDeliveredAt: string | null;
                        lastError: string | null;
                        name: string;
                        notices: ("endpoint.ready" | "endpoint.failed" | "endpoint.degraded" | "endpoint.no_capacity" | "endpoint.disabled" | "budget.threshold_reached" | "spending.stopped" | "spending.resumed" | "invoice.ready" | "domain.verified" | "domain.released")[];
                        projectId: string;
                        /** @enum {string} */
                        state: "untried" | "working" | "failing";
                        /** Format: date-time */
                        updatedAt: string;
                        url: string | null;
                        waiting: number;
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            default: components["responses"]["Refused"];
        };
    };
    "Channel.deliveries": {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description how many at most */
                limit?: number;
                /** @description only deliveries in this state */
                state?: "queued" | "delivered" | "failed";
            };
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The channel’s id, e.g. chan-0123456789ab */
                channelId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            finishedAt: string | null;
                            id: string;
                            lastError: string | null;
                            lastStatus: number | null;
                            lastTriedAt: string | null;
                            nextTryAt: string | null;
                            number: number;
                            /** Format: date-time */
                            queuedAt: string;
                            /** @enum {string} */
                            state: "queued" | "delivered" | "failed";
                            title: string;
                            tries: number;
                            type: string;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Refused"];
        };
    };
    "Channel.replay": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The channel’s id, e.g. chan-0123456789ab */
                channelId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplayChannel"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        deliveries: number;
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            default: components["responses"]["Refused"];
        };
    };
    "Channel.test": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The channel’s id, e.g. chan-0123456789ab */
                channelId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        deliveryId: string;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            default: components["responses"]["Refused"];
        };
    };
    "Cost.ofProject": {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description how many at most */
                limit?: number;
            };
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cost"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            default: components["responses"]["Refused"];
        };
    };
    "Endpoint.all": {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description how many at most */
                limit?: number;
                /** @description Only endpoints in this state */
                state?: "building" | "deploying" | "starting" | "running" | "sleeping" | "waking" | "stopping" | "stopped" | "build_failed" | "deploy_failed" | "runtime_error" | "disabled" | "deleted";
                /** @description a tag’s name, or name=value */
                tag?: string;
            };
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Endpoint"][];
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            default: components["responses"]["Refused"];
        };
    };
    "Endpoint.create": {
        parameters: {
            query?: {
                /** @description judge it only: nothing is made */
                validateOnly?: "true" | "false";
                /** @description answer when nothing more comes of itself, or after so many seconds, at most 300 */
                wait?: string;
            };
            header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateEndpoint"];
            };
        };
        responses: {
            /** @description with validateOnly */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndpointPreview"];
                };
            };
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedEndpoint"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            default: components["responses"]["Refused"];
        };
    };
    "Endpoint.one": {
        parameters: {
            query?: {
                /** @description what it was at that time */
                asOf?: string;
            };
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The endpoint’s id, e.g. endpt-0123456789ab */
                endpointId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Endpoint"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["Gone"];
            default: components["responses"]["Refused"];
        };
    };
    "Endpoint.remove": {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag that must still be the present one */
                "If-Match"?: string;
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The endpoint’s id, e.g. endpt-0123456789ab */
                endpointId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeleteEndpoint"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Endpoint"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            412: components["responses"]["Changed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            default: components["responses"]["Refused"];
        };
    };
    "Endpoint.update": {
        parameters: {
            query?: {
                /** @description so many of 100 requests go to the new template, until it is promoted or aborted */
                canary?: number;
                /** @description judge it only: nothing is made */
                validateOnly?: "true" | "false";
                /** @description answer when nothing more comes of itself, or after so many seconds, at most 300 */
                wait?: string;
            };
            header?: {
                /** @description the ETag that must still be the present one */
                "If-Match"?: string;
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The endpoint’s id, e.g. endpt-0123456789ab */
                endpointId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateEndpoint"];
                "application/merge-patch+json": components["schemas"]["UpdateEndpoint"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UpdatedEndpoint"] | components["schemas"]["ChangePreview"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            412: components["responses"]["Changed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            default: components["responses"]["Refused"];
        };
    };
    "Cost.ofEndpoint": {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description how many at most */
                limit?: number;
            };
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The endpoint’s id, e.g. endpt-0123456789ab */
                endpointId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cost"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["Gone"];
            default: components["responses"]["Refused"];
        };
    };
    "EndpointAction.disable": {
        parameters: {
            query?: {
                /** @description answer when nothing more comes of itself, or after so many seconds, at most 300 */
                wait?: string;
            };
            header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The endpoint’s id, e.g. endpt-0123456789ab */
                endpointId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Endpoint"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            422: components["responses"]["Unprocessable"];
            default: components["responses"]["Refused"];
        };
    };
    "Domain.all": {
        parameters: {
            query?: never;
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The endpoint’s id, e.g. endpt-0123456789ab */
                endpointId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            challenge: {
                                host: string;
                                /** @constant */
                                type: "TXT";
                                value: string;
                            };
                            checkedAt: string | null;
                            domain: string;
                            problem: string | null;
                            /** @enum {string} */
                            state: "pending" | "verified";
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["Gone"];
            default: components["responses"]["Refused"];
        };
    };
    "Domain.check": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The custom domain */
                domain: string;
                /** @description The endpoint’s id, e.g. endpt-0123456789ab */
                endpointId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        challenge: {
                            host: string;
                            /** @constant */
                            type: "TXT";
                            value: string;
                        };
                        checkedAt: string | null;
                        domain: string;
                        problem: string | null;
                        /** @enum {string} */
                        state: "pending" | "verified";
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            422: components["responses"]["Unprocessable"];
            default: components["responses"]["Refused"];
        };
    };
    "EndpointAction.enable": {
        parameters: {
            query?: {
                /** @description answer when nothing more comes of itself, or after so many seconds, at most 300 */
                wait?: string;
            };
            header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The endpoint’s id, e.g. endpt-0123456789ab */
                endpointId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Endpoint"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            422: components["responses"]["Unprocessable"];
            default: components["responses"]["Refused"];
        };
    };
    "History.all": {
        parameters: {
            query?: {
                /** @description who caused it: `operator`, a token’s id or `service:<name>` */
                actor?: string;
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description how many at most */
                limit?: number;
                /** @description Only what happened at this time or later */
                since?: string;
                /** @description types of events, separated by commas */
                type?: string;
                /** @description Only what happened before this time */
                until?: string;
            };
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The endpoint’s id, e.g. endpt-0123456789ab */
                endpointId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Event"][];
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["Gone"];
            default: components["responses"]["Refused"];
        };
    };
    "Manifest.export": {
        parameters: {
            query?: never;
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The endpoint’s id, e.g. endpt-0123456789ab */
                endpointId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/yaml": string;
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["Gone"];
            default: components["responses"]["Refused"];
        };
    };
    "Invocation.all": {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description only those that were given up */
                deadLetters?: "true" | "false";
                /** @description how many at most */
                limit?: number;
                /** @description only those in this state */
                state?: "queued" | "running" | "succeeded" | "failed" | "cancelled";
            };
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The endpoint’s id, e.g. endpt-0123456789ab */
                endpointId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            attempts: number;
                            contentType: string | null;
                            deadLetter: boolean;
                            endpointId: string;
                            error: string | null;
                            /** Format: date-time */
                            expiresAt: string;
                            finishedAt: string | null;
                            id: string;
                            maxAttempts: number;
                            /** Format: date-time */
                            queuedAt: string;
                            ranMs: number;
                            replayedAs: string | null;
                            replayOf: string | null;
                            responseLocation: string;
                            startedAt: string | null;
                            /** @enum {string} */
                            state: "queued" | "running" | "succeeded" | "failed" | "cancelled";
                            status: number | null;
                            waitedMs: number;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["Gone"];
            default: components["responses"]["Refused"];
        };
    };
    "Invocation.one": {
        parameters: {
            query?: never;
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The endpoint’s id, e.g. endpt-0123456789ab */
                endpointId: string;
                /** @description The id of the asynchronous request, e.g. inv-0123456789ab */
                invocationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        attempts: number;
                        contentType: string | null;
                        deadLetter: boolean;
                        endpointId: string;
                        error: string | null;
                        /** Format: date-time */
                        expiresAt: string;
                        finishedAt: string | null;
                        id: string;
                        maxAttempts: number;
                        /** Format: date-time */
                        queuedAt: string;
                        ranMs: number;
                        replayedAs: string | null;
                        replayOf: string | null;
                        responseLocation: string;
                        startedAt: string | null;
                        /** @enum {string} */
                        state: "queued" | "running" | "succeeded" | "failed" | "cancelled";
                        status: number | null;
                        waitedMs: number;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["Gone"];
            default: components["responses"]["Refused"];
        };
    };
    "Invocation.cancel": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The endpoint’s id, e.g. endpt-0123456789ab */
                endpointId: string;
                /** @description The id of the asynchronous request, e.g. inv-0123456789ab */
                invocationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        attempts: number;
                        contentType: string | null;
                        deadLetter: boolean;
                        endpointId: string;
                        error: string | null;
                        /** Format: date-time */
                        expiresAt: string;
                        finishedAt: string | null;
                        id: string;
                        maxAttempts: number;
                        /** Format: date-time */
                        queuedAt: string;
                        ranMs: number;
                        replayedAs: string | null;
                        replayOf: string | null;
                        responseLocation: string;
                        startedAt: string | null;
                        /** @enum {string} */
                        state: "queued" | "running" | "succeeded" | "failed" | "cancelled";
                        status: number | null;
                        waitedMs: number;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            422: components["responses"]["Unprocessable"];
            default: components["responses"]["Refused"];
        };
    };
    "Invocation.replay": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The endpoint’s id, e.g. endpt-0123456789ab */
                endpointId: string;
                /** @description The id of the asynchronous request, e.g. inv-0123456789ab */
                invocationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        invocationId: string;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            422: components["responses"]["Unprocessable"];
            default: components["responses"]["Refused"];
        };
    };
    "Log.lines": {
        parameters: {
            query?: {
                /** @description only lines stored after this cursor, the next ones */
                after?: string;
                /** @description only lines stored before this cursor, the last ones: `olderCursor` */
                before?: string;
                /** @description false: q in upper or lower case */
                case?: "true" | "false" | "1" | "0";
                /** @description go on as server-sent events */
                follow?: "true" | "false" | "1" | "0";
                /** @description json: one page; ndjson and text: a download of all that is wanted */
                format?: "json" | "ndjson" | "text";
                /** @description the newest lines, 1 to 5000, or all; 100, of a download all. Also `tail`, `tailLines` */
                lines?: string;
                /** @description only lines of the replica before: before `replica`, or before the newest */
                previous?: "true" | "false" | "1" | "0";
                /** @description only lines that hold this text, or match this expression */
                q?: string;
                /** @description true: q is an expression in RE2’s syntax */
                regex?: "true" | "false" | "1" | "0";
                /** @description only lines of this replica, which may be gone */
                replica?: string;
                /** @description only lines that name this request */
                requestId?: string;
                /** @description only lines at least so grave */
                severity?: "trace" | "debug" | "info" | "warn" | "error" | "fatal";
                /** @description only lines since then: a time, or so long ago like 15m. Also `sinceTime`; in seconds `seconds`, `sinceSeconds` */
                since?: string;
                /** @description only lines that came this way */
                stream?: "stdout" | "stderr" | "pushed" | "platform";
                /** @description of text: each line after its time */
                timestamps?: "true" | "false" | "1" | "0";
                /** @description only lines that name this trace */
                traceId?: string;
                /** @description only lines before then */
                until?: string;
            };
            header?: {
                /** @description when following: the last cursor that was seen */
                "Last-Event-ID"?: string;
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The endpoint’s id, e.g. endpt-0123456789ab */
                endpointId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        cameTo: string | null;
                        cursor: string;
                        lines: components["schemas"]["LogLine"][];
                        olderCursor: string | null;
                    };
                    "application/x-ndjson": string;
                    "text/event-stream": string;
                    "text/plain": string;
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["Gone"];
            default: components["responses"]["Refused"];
        };
    };
    "Metric.series": {
        parameters: {
            query?: {
                /** @description from when on: a time, or how long before now; an hour */
                from?: unknown;
                /** @description metrics by their names, see /v1/metric-names, or `runtime:` and a runtime’s own; separated by commas */
                names?: string;
                /** @description of each replica by itself */
                perReplica?: "true" | "false";
                /** @description of this replica alone, which may be gone */
                replica?: string;
                /** @description how long each step is; without it, steps that make a good chart. What is long ago is kept in longer steps only. */
                step?: string;
                /** @description until when: a time, or how long before now; now */
                until?: string;
            };
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The endpoint’s id, e.g. endpt-0123456789ab */
                endpointId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        from: string;
                        series: {
                            endpointId: string | null;
                            metric: string;
                            replicaId: string | null;
                            /** @enum {string} */
                            unit: "requests_per_second" | "tokens_per_second" | "ratio" | "seconds" | "requests" | "replicas" | "restarts" | "cores" | "bytes" | "usd_per_hour" | "usd" | "none";
                            values: (number | null)[];
                        }[];
                        stepSeconds: number;
                        /** Format: date-time */
                        until: string;
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["Gone"];
            default: components["responses"]["Refused"];
        };
    };
    "Replica.all": {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description how many at most */
                limit?: number;
                /** @description with those that have ended */
                stopped?: "true" | "false";
            };
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The endpoint’s id, e.g. endpt-0123456789ab */
                endpointId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Replica"][];
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["Gone"];
            default: components["responses"]["Refused"];
        };
    };
    "Replica.placement": {
        parameters: {
            query?: never;
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The endpoint’s id, e.g. endpt-0123456789ab */
                endpointId: string;
                /** @description The replica’s id, e.g. repl-0123456789ab */
                replicaId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        asOf: "placed" | "waiting";
                        candidates: {
                            chosen: boolean;
                            cost: number | null;
                            hostname: string;
                            nodeId: string;
                            reason: string;
                        }[];
                        nodes: number;
                        placeInLine: {
                            of: number;
                            place: number;
                        } | null;
                        reason: string;
                        replicaId: string;
                        /** @enum {string} */
                        state: "pending" | "placed" | "starting" | "ready" | "draining" | "asleep" | "stopped";
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["Gone"];
            default: components["responses"]["Refused"];
        };
    };
    "Request.all": {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description how many at most */
                limit?: number;
                /** @description only those that took so many milliseconds or more */
                minDurationMs?: number;
                /** @description only those that ended like this */
                outcome?: "answered" | "refused" | "client_gone" | "cut";
                /** @description only those that this replica had */
                replica?: string;
                /** @description only those with this id: the `x-request-id` of the answer */
                request?: string;
                /** @description Only what happened at this time or later */
                since?: string;
                /** @description only those that were answered with this status, or with one of this class; `none`: with none */
                status?: string;
                /** @description only those that came with this token: its id or its name */
                token?: string;
                /** @description Only what happened before this time */
                until?: string;
            };
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The endpoint’s id, e.g. endpt-0123456789ab */
                endpointId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Request"][];
                        nextCursor: string | null;
                        notRecorded: {
                            endpointId: string;
                            /** Format: date-time */
                            from: string;
                            requests: number;
                            /** Format: date-time */
                            until: string;
                        }[];
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["Gone"];
            default: components["responses"]["Refused"];
        };
    };
    "Request.export": {
        parameters: {
            query?: {
                /** @description one JSON object a line, or a table */
                format?: "ndjson" | "csv";
                /** @description only those that took so many milliseconds or more */
                minDurationMs?: number;
                /** @description only those that ended like this */
                outcome?: "answered" | "refused" | "client_gone" | "cut";
                /** @description only those that this replica had */
                replica?: string;
                /** @description only those with this id: the `x-request-id` of the answer */
                request?: string;
                /** @description Only what happened at this time or later */
                since?: string;
                /** @description only those that were answered with this status, or with one of this class; `none`: with none */
                status?: string;
                /** @description only those that came with this token: its id or its name */
                token?: string;
                /** @description Only what happened before this time */
                until?: string;
            };
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The endpoint’s id, e.g. endpt-0123456789ab */
                endpointId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
                    "text/csv": string;
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["Gone"];
            default: components["responses"]["Refused"];
        };
    };
    "Request.hourly": {
        parameters: {
            query?: {
                /** @description what each hour is divided by */
                by?: "hour" | "token" | "status" | "endpoint";
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description how many at most */
                limit?: number;
                /** @description Only what happened at this time or later */
                since?: string;
                /** @description Only what happened before this time */
                until?: string;
            };
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The endpoint’s id, e.g. endpt-0123456789ab */
                endpointId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["RequestHour"][];
                        nextCursor: string | null;
                        notRecorded: {
                            endpointId: string;
                            /** Format: date-time */
                            from: string;
                            requests: number;
                            /** Format: date-time */
                            until: string;
                        }[];
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["Gone"];
            default: components["responses"]["Refused"];
        };
    };
    "EndpointAction.restart": {
        parameters: {
            query?: {
                /** @description answer when nothing more comes of itself, or after so many seconds, at most 300 */
                wait?: string;
            };
            header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The endpoint’s id, e.g. endpt-0123456789ab */
                endpointId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Endpoint"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            422: components["responses"]["Unprocessable"];
            default: components["responses"]["Refused"];
        };
    };
    "Revision.all": {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description how many at most */
                limit?: number;
            };
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The endpoint’s id, e.g. endpt-0123456789ab */
                endpointId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Revision"][];
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["Gone"];
            default: components["responses"]["Refused"];
        };
    };
    "Revision.one": {
        parameters: {
            query?: never;
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The endpoint’s id, e.g. endpt-0123456789ab */
                endpointId: string;
                /** @description The number of the revision */
                revision: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Revision"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["Gone"];
            default: components["responses"]["Refused"];
        };
    };
    "Revision.rollback": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description The ETag that must still be the present one */
                "If-Match"?: string;
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The endpoint’s id, e.g. endpt-0123456789ab */
                endpointId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Rollback"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Endpoint"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            412: components["responses"]["Changed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            default: components["responses"]["Refused"];
        };
    };
    "Revision.shift": {
        parameters: {
            query?: never;
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The endpoint’s id, e.g. endpt-0123456789ab */
                endpointId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ShiftRollout"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Endpoint"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            default: components["responses"]["Refused"];
        };
    };
    "Revision.abort": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The endpoint’s id, e.g. endpt-0123456789ab */
                endpointId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Endpoint"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            422: components["responses"]["Unprocessable"];
            default: components["responses"]["Refused"];
        };
    };
    "Revision.promote": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The endpoint’s id, e.g. endpt-0123456789ab */
                endpointId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Endpoint"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            422: components["responses"]["Unprocessable"];
            default: components["responses"]["Refused"];
        };
    };
    "Scaling.why": {
        parameters: {
            query?: {
                /** @description how many of the last decisions */
                decisions?: number;
            };
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The endpoint’s id, e.g. endpt-0123456789ab */
                endpointId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        decisions: {
                            /** Format: date-time */
                            at: string;
                            /** @enum {string} */
                            cause: "deploy" | "load" | "wake" | "idle" | "stop" | "start" | "manual" | "failed" | "delete" | "budget";
                            formula: string;
                            from: number;
                            limitedBy: ("min_replicas" | "max_replicas" | "idle_timeout" | "initial_cooldown" | "scale_down_hold" | "scale_up_rate" | "scale_down_rate" | "metric_stale" | "budget" | "capacity")[];
                            position: number;
                            revision: number;
                            text: string;
                            to: number;
                        }[];
                        now: {
                            /** Format: date-time */
                            at: string;
                            /** @enum {string} */
                            cause: "deploy" | "load" | "wake" | "idle" | "stop" | "start" | "manual" | "failed" | "delete" | "budget";
                            current: number;
                            desired: number;
                            endpointId: string;
                            formula: string;
                            inputs: {
                                bounds: {
                                    /** @enum {string} */
                                    by: "settings" | "schedule";
                                    maxReplicas: number;
                                    minReplicas: number;
                                };
                                ceilings: {
                                    /** @enum {string} */
                                    reason: "budget" | "capacity";
                                    replicas: number;
                                }[];
                                current: number;
                                demands: {
                                    calm: number;
                                    headway: {
                                        backlog: number;
                                        demand: number;
                                        error: number;
                                        level: number;
                                        safety: number;
                                        seasonal: number;
                                        serviceSeconds: number;
                                        slots: number;
                                        spread: number;
                                        startSeconds: number;
                                        surge: number;
                                    } | null;
                                    keep: number;
                                    metric: string;
                                    replicas: number;
                                    target: number;
                                    value: number | null;
                                }[];
                                heldReplicas: number;
                                highestOfMinute: number;
                                holdEndsInSeconds: number;
                                holdSeconds: number;
                                idleSeconds: number | null;
                                inFlight: number;
                                lowestOfMinute: number;
                                ready: number;
                                readySeconds: number | null;
                                requestsPerSecond: number;
                                rest: {
                                    by: ("min_replicas" | "max_replicas" | "idle_timeout" | "initial_cooldown" | "scale_down_hold" | "scale_up_rate" | "scale_down_rate" | "metric_stale" | "budget" | "capacity")[];
                                    idleSeconds: number;
                                    isExpected: boolean;
                                    isKept: boolean;
                                    keepSeconds: number;
                                    leavesInSeconds: number | null;
                                };
                                secondsSinceWake: number | null;
                                stale: boolean;
                                starting: number;
                                waiting: number;
                            } | null;
                            learned: {
                                forecastError: number;
                                gaps: {
                                    seconds: number[];
                                    seen: number;
                                };
                                idlePlan: {
                                    fromSeconds: number | null;
                                    keepSeconds: number;
                                    toSeconds: number | null;
                                } | null;
                                serviceSeconds: number;
                                starts: number[];
                                startSeconds: number | null;
                            } | null;
                            limitedBy: ("min_replicas" | "max_replicas" | "idle_timeout" | "initial_cooldown" | "scale_down_hold" | "scale_up_rate" | "scale_down_rate" | "metric_stale" | "budget" | "capacity")[];
                            mayMoveInSeconds: number | null;
                            text: string;
                        } | null;
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["Gone"];
            default: components["responses"]["Refused"];
        };
    };
    "Secret.all": {
        parameters: {
            query?: never;
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The endpoint’s id, e.g. endpt-0123456789ab */
                endpointId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            name: string;
                            setAt: string | null;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["Gone"];
            default: components["responses"]["Refused"];
        };
    };
    "Scaling.simulate": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The endpoint’s id, e.g. endpt-0123456789ab */
                endpointId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SimulateEndpoint"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        bucketSeconds: number;
                        endpointId: string;
                        /** Format: date-time */
                        from: string;
                        hardwareId: string;
                        notes: string[];
                        policies: {
                            changesPerHour: number;
                            coldRequests: number;
                            coldStarts: number;
                            costNanoUsd: string | null;
                            gpuSeconds: number;
                            mostReplicas: number;
                            name: string;
                            replicaSeconds: number;
                            scaling: {
                                idleTimeoutSeconds: number | null;
                                initialCooldownSeconds: number;
                                maxReplicas: number;
                                minReplicas: number;
                                /** @enum {string} */
                                mode: "automatic" | "manual";
                                panic: boolean;
                                rules: {
                                    metric: string;
                                    target: number;
                                }[];
                                scaleDownPerMinute: number | null;
                                scaleUpPerMinute: number | null;
                                schedules: {
                                    cron: string;
                                    durationSeconds: number;
                                    maxReplicas: number | null;
                                    minReplicas: number | null;
                                    timeZone: string;
                                }[];
                                seasonSeconds: number | null;
                                stabilizationWindowSeconds: number | null;
                                /** @enum {string} */
                                waitPrice: "lean" | "balanced" | "fast";
                            };
                            series: {
                                arrivals: number[];
                                inFlight: number[];
                                ready: number[];
                                replicas: number[];
                                waiting: number[];
                            };
                            starts: number;
                            waitSeconds: {
                                mean: number;
                                p50: number;
                                p95: number;
                                p99: number;
                            };
                            within1s: number | null;
                            within5s: number | null;
                        }[];
                        priceNanoUsdPerHour: string | null;
                        requests: number;
                        /** Format: date-time */
                        to: string;
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            default: components["responses"]["Refused"];
        };
    };
    "EndpointAction.start": {
        parameters: {
            query?: {
                /** @description answer when nothing more comes of itself, or after so many seconds, at most 300 */
                wait?: string;
            };
            header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The endpoint’s id, e.g. endpt-0123456789ab */
                endpointId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Endpoint"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            422: components["responses"]["Unprocessable"];
            default: components["responses"]["Refused"];
        };
    };
    "EndpointAction.stop": {
        parameters: {
            query?: {
                /** @description answer when nothing more comes of itself, or after so many seconds, at most 300 */
                wait?: string;
            };
            header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The endpoint’s id, e.g. endpt-0123456789ab */
                endpointId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Endpoint"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            422: components["responses"]["Unprocessable"];
            default: components["responses"]["Refused"];
        };
    };
    "Audit.all": {
        parameters: {
            query?: {
                /** @description who caused it: `operator`, a token’s id or `service:<name>` */
                actor?: string;
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description how many at most */
                limit?: number;
                /** @description only what this request led to */
                requestId?: string;
                /** @description Only what happened at this time or later */
                since?: string;
                /** @description what it happened to, by its id */
                stream?: string;
                /** @description types of events, separated by commas */
                type?: string;
                /** @description Only what happened before this time */
                until?: string;
            };
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["AuditEvent"][];
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            default: components["responses"]["Refused"];
        };
    };
    "Catalogue.frameworks": {
        parameters: {
            query?: never;
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Framework"][];
                        nextCursor: string | null;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            default: components["responses"]["Refused"];
        };
    };
    "Catalogue.hardware": {
        parameters: {
            query?: never;
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Hardware"][];
                        nextCursor: string | null;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            default: components["responses"]["Refused"];
        };
    };
    "LogSink.all": {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description how many at most */
                limit?: number;
            };
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: date-time */
                            createdAt: string;
                            description: string;
                            endpointIds: string[];
                            failingSince: string | null;
                            headerNames: string[];
                            id: string;
                            /** @enum {string} */
                            kind: "otlp" | "loki";
                            lagSeconds: number;
                            lastError: string | null;
                            lastSentAt: string | null;
                            linesRejected: number;
                            linesSent: number;
                            nextTryAt: string | null;
                            projectId: string;
                            /** @enum {string} */
                            state: "active" | "failing" | "disabled";
                            /** Format: date-time */
                            updatedAt: string;
                            url: string;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            default: components["responses"]["Refused"];
        };
    };
    "LogSink.create": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateLogSink"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        createdAt: string;
                        description: string;
                        endpointIds: string[];
                        failingSince: string | null;
                        headerNames: string[];
                        id: string;
                        /** @enum {string} */
                        kind: "otlp" | "loki";
                        lagSeconds: number;
                        lastError: string | null;
                        lastSentAt: string | null;
                        linesRejected: number;
                        linesSent: number;
                        nextTryAt: string | null;
                        projectId: string;
                        /** @enum {string} */
                        state: "active" | "failing" | "disabled";
                        /** Format: date-time */
                        updatedAt: string;
                        url: string;
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            default: components["responses"]["Refused"];
        };
    };
    "LogSink.one": {
        parameters: {
            query?: never;
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The log sink’s id, e.g. sink-0123456789ab */
                sinkId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        createdAt: string;
                        description: string;
                        endpointIds: string[];
                        failingSince: string | null;
                        headerNames: string[];
                        id: string;
                        /** @enum {string} */
                        kind: "otlp" | "loki";
                        lagSeconds: number;
                        lastError: string | null;
                        lastSentAt: string | null;
                        linesRejected: number;
                        linesSent: number;
                        nextTryAt: string | null;
                        projectId: string;
                        /** @enum {string} */
                        state: "active" | "failing" | "disabled";
                        /** Format: date-time */
                        updatedAt: string;
                        url: string;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Refused"];
        };
    };
    "LogSink.remove": {
        parameters: {
            query?: never;
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The log sink’s id, e.g. sink-0123456789ab */
                sinkId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Refused"];
        };
    };
    "LogSink.change": {
        parameters: {
            query?: never;
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The log sink’s id, e.g. sink-0123456789ab */
                sinkId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeLogSink"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        createdAt: string;
                        description: string;
                        endpointIds: string[];
                        failingSince: string | null;
                        headerNames: string[];
                        id: string;
                        /** @enum {string} */
                        kind: "otlp" | "loki";
                        lagSeconds: number;
                        lastError: string | null;
                        lastSentAt: string | null;
                        linesRejected: number;
                        linesSent: number;
                        nextTryAt: string | null;
                        projectId: string;
                        /** @enum {string} */
                        state: "active" | "failing" | "disabled";
                        /** Format: date-time */
                        updatedAt: string;
                        url: string;
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            default: components["responses"]["Refused"];
        };
    };
    "LogSink.test": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The log sink’s id, e.g. sink-0123456789ab */
                sinkId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        delivered: boolean;
                        error: string | null;
                        status: number | null;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            default: components["responses"]["Refused"];
        };
    };
    "Me.me": {
        parameters: {
            query?: never;
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        actor: string;
                        expiresAt: string | null;
                        /** @enum {string} */
                        kind: "operator" | "token";
                        projectId: string | null;
                        role: ("owner" | "developer" | "viewer" | "operator") | null;
                        scopes: ("read" | "write" | "invoke" | "admin")[];
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            default: components["responses"]["Refused"];
        };
    };
    "Metric.names": {
        parameters: {
            query?: never;
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            help: string;
                            /** @enum {string} */
                            kind: "rate" | "ratio" | "quantile" | "count" | "gauge";
                            name: string;
                            scopes: ("endpoint" | "replica" | "project")[];
                            /** @enum {string} */
                            unit: "requests_per_second" | "tokens_per_second" | "ratio" | "seconds" | "requests" | "replicas" | "restarts" | "cores" | "bytes" | "usd_per_hour" | "usd" | "none";
                        }[];
                        nextCursor: null;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            default: components["responses"]["Refused"];
        };
    };
    "Metric.ofProject": {
        parameters: {
            query?: {
                /** @description from when on: a time, or how long before now; an hour */
                from?: unknown;
                /** @description metrics by their names, see /v1/metric-names, or `runtime:` and a runtime’s own; separated by commas */
                names?: string;
                /** @description how long each step is; without it, steps that make a good chart. What is long ago is kept in longer steps only. */
                step?: string;
                /** @description until when: a time, or how long before now; now */
                until?: string;
            };
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        from: string;
                        series: {
                            endpointId: string | null;
                            metric: string;
                            replicaId: string | null;
                            /** @enum {string} */
                            unit: "requests_per_second" | "tokens_per_second" | "ratio" | "seconds" | "requests" | "replicas" | "restarts" | "cores" | "bytes" | "usd_per_hour" | "usd" | "none";
                            values: (number | null)[];
                        }[];
                        stepSeconds: number;
                        /** Format: date-time */
                        until: string;
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            default: components["responses"]["Refused"];
        };
    };
    "Metric.values": {
        parameters: {
            query?: {
                /** @description what becomes of the steps in it */
                aggregate?: "avg" | "max" | "min" | "sum" | "last" | "p50" | "p95" | "p99";
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description only of this endpoint */
                endpointId?: string;
                /** @description metrics by their names, see /v1/metric-names, or `runtime:` and a runtime’s own; separated by commas */
                names?: string;
                /** @description of each of what */
                scope?: "endpoint" | "replica" | "project";
                /** @description over how long */
                window?: unknown;
            };
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: date-time */
                            at: string;
                            endpointId: string | null;
                            metric: string;
                            replicaId: string | null;
                            value: number | null;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            default: components["responses"]["Refused"];
        };
    };
    "Metric.scrape": {
        parameters: {
            query?: never;
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            default: components["responses"]["Refused"];
        };
    };
    "Node.all": {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description how many at most */
                limit?: number;
            };
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Node"][];
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            default: components["responses"]["Refused"];
        };
    };
    "Node.one": {
        parameters: {
            query?: never;
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The node’s id, e.g. node-0123456789ab */
                nodeId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Node"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Refused"];
        };
    };
    "Node.remove": {
        parameters: {
            query?: never;
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The node’s id, e.g. node-0123456789ab */
                nodeId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Refused"];
        };
    };
    "Node.cordon": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The node’s id, e.g. node-0123456789ab */
                nodeId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Node"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            default: components["responses"]["Refused"];
        };
    };
    "Node.drain": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The node’s id, e.g. node-0123456789ab */
                nodeId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["DrainNode"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Node"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            default: components["responses"]["Refused"];
        };
    };
    "Node.uncordon": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The node’s id, e.g. node-0123456789ab */
                nodeId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Node"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            default: components["responses"]["Refused"];
        };
    };
    "Plan.all": {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description how many at most */
                limit?: number;
            };
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: date-time */
                            effectiveFrom: string;
                            plan: {
                                asyncIdleIsFree: boolean;
                                committed: number;
                                failedStart: number;
                                mustPrepay: boolean;
                                phases: {
                                    draining: number;
                                    idle: number;
                                    loading: number;
                                    pulling: number;
                                    ready: number;
                                    sleeping: number;
                                };
                            };
                            projectId: string | null;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            default: components["responses"]["Refused"];
        };
    };
    "Plan.publish": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PublishPlan"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        effectiveFrom: string;
                        plan: {
                            asyncIdleIsFree: boolean;
                            committed: number;
                            failedStart: number;
                            mustPrepay: boolean;
                            phases: {
                                draining: number;
                                idle: number;
                                loading: number;
                                pulling: number;
                                ready: number;
                                sleeping: number;
                            };
                        };
                        projectId: string | null;
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            default: components["responses"]["Refused"];
        };
    };
    "Project.all": {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description how many at most */
                limit?: number;
            };
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Project"][];
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            default: components["responses"]["Refused"];
        };
    };
    "Project.create": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateProject"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            default: components["responses"]["Refused"];
        };
    };
    "Project.one": {
        parameters: {
            query?: never;
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The project’s id, e.g. proj-0123456789ab */
                projectId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Refused"];
        };
    };
    "Project.remove": {
        parameters: {
            query?: never;
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The project’s id, e.g. proj-0123456789ab */
                projectId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Refused"];
        };
    };
    "Project.rename": {
        parameters: {
            query?: never;
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The project’s id, e.g. proj-0123456789ab */
                projectId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RenameProject"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            default: components["responses"]["Refused"];
        };
    };
    "Credit.balance": {
        parameters: {
            query?: never;
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The project’s id, e.g. proj-0123456789ab */
                projectId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        accruedNanoUsd: string;
                        accruedUsd: string;
                        /** Format: date-time */
                        asOf: string;
                        availableNanoUsd: string;
                        availableUsd: string;
                        creditNanoUsd: string;
                        creditUsd: string;
                        invoicedNanoUsd: string;
                        invoicedUsd: string;
                        projectId: string;
                        unpostedNanoUsd: string;
                        unpostedUsd: string;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Refused"];
        };
    };
    "Credit.all": {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description how many at most */
                limit?: number;
            };
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The project’s id, e.g. proj-0123456789ab */
                projectId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            amountNanoUsd: string;
                            amountUsd: string;
                            expiresAt: string | null;
                            /** Format: date-time */
                            grantedAt: string;
                            id: string;
                            /** @enum {string} */
                            kind: "prepaid" | "promotional";
                            note: string;
                            projectId: string;
                            remainingNanoUsd: string;
                            remainingUsd: string;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Refused"];
        };
    };
    "Credit.grant": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The project’s id, e.g. proj-0123456789ab */
                projectId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GrantCredit"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        amountNanoUsd: string;
                        amountUsd: string;
                        expiresAt: string | null;
                        /** Format: date-time */
                        grantedAt: string;
                        id: string;
                        /** @enum {string} */
                        kind: "prepaid" | "promotional";
                        note: string;
                        projectId: string;
                        remainingNanoUsd: string;
                        remainingUsd: string;
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            default: components["responses"]["Refused"];
        };
    };
    "Plan.ofProject": {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description how many at most */
                limit?: number;
            };
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The project’s id, e.g. proj-0123456789ab */
                projectId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: date-time */
                            effectiveFrom: string;
                            plan: {
                                asyncIdleIsFree: boolean;
                                committed: number;
                                failedStart: number;
                                mustPrepay: boolean;
                                phases: {
                                    draining: number;
                                    idle: number;
                                    loading: number;
                                    pulling: number;
                                    ready: number;
                                    sleeping: number;
                                };
                            };
                            projectId: string | null;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Refused"];
        };
    };
    "Plan.publishForProject": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The project’s id, e.g. proj-0123456789ab */
                projectId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PublishPlan"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        effectiveFrom: string;
                        plan: {
                            asyncIdleIsFree: boolean;
                            committed: number;
                            failedStart: number;
                            mustPrepay: boolean;
                            phases: {
                                draining: number;
                                idle: number;
                                loading: number;
                                pulling: number;
                                ready: number;
                                sleeping: number;
                            };
                        };
                        projectId: string | null;
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            default: components["responses"]["Refused"];
        };
    };
    "Quota.quotasAndUse": {
        parameters: {
            query?: never;
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The project’s id, e.g. proj-0123456789ab */
                projectId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        projectId: string;
                        quotas: {
                            endpoints: number;
                            gpus: number;
                            priority: number;
                            replicasPerEndpoint: number;
                        };
                        use: {
                            endpoints: number;
                            gpus: number;
                        };
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Refused"];
        };
    };
    "Quota.set": {
        parameters: {
            query?: never;
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The project’s id, e.g. proj-0123456789ab */
                projectId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetQuotas"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        projectId: string;
                        quotas: {
                            endpoints: number;
                            gpus: number;
                            priority: number;
                            replicasPerEndpoint: number;
                        };
                        use: {
                            endpoints: number;
                            gpus: number;
                        };
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            default: components["responses"]["Refused"];
        };
    };
    "Token.all": {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description how many at most */
                limit?: number;
            };
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The project’s id, e.g. proj-0123456789ab */
                projectId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Token"][];
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Refused"];
        };
    };
    "Token.issue": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The project’s id, e.g. proj-0123456789ab */
                projectId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IssueToken"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IssuedToken"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            default: components["responses"]["Refused"];
        };
    };
    "Token.revoke": {
        parameters: {
            query?: never;
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The project’s id, e.g. proj-0123456789ab */
                projectId: string;
                /** @description The token’s id, e.g. tok-0123456789ab */
                tokenId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Refused"];
        };
    };
    "Rate.all": {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description how many at most */
                limit?: number;
            };
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: date-time */
                            effectiveFrom: string;
                            priceNanoUsdPerHour: string;
                            sku: string;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            default: components["responses"]["Refused"];
        };
    };
    "Rate.publish": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PublishRate"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        effectiveFrom: string;
                        priceNanoUsdPerHour: string;
                        sku: string;
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            default: components["responses"]["Refused"];
        };
    };
    "Request.ofProject": {
        parameters: {
            query?: {
                /** @description what each hour is divided by */
                by?: "hour" | "token" | "status" | "endpoint";
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description how many at most */
                limit?: number;
                /** @description Only what happened at this time or later */
                since?: string;
                /** @description Only what happened before this time */
                until?: string;
            };
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["RequestHour"][];
                        nextCursor: string | null;
                        notRecorded: {
                            endpointId: string;
                            /** Format: date-time */
                            from: string;
                            requests: number;
                            /** Format: date-time */
                            until: string;
                        }[];
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            default: components["responses"]["Refused"];
        };
    };
    "SecurityGroup.all": {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description how many at most */
                limit?: number;
            };
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: date-time */
                            createdAt: string;
                            id: string;
                            name: string;
                            projectId: string;
                            rules: {
                                cidr: string;
                                ports: number[];
                            }[];
                            /** Format: date-time */
                            updatedAt: string;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            default: components["responses"]["Refused"];
        };
    };
    "SecurityGroup.create": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SaveSecurityGroup"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        createdAt: string;
                        id: string;
                        name: string;
                        projectId: string;
                        rules: {
                            cidr: string;
                            ports: number[];
                        }[];
                        /** Format: date-time */
                        updatedAt: string;
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            default: components["responses"]["Refused"];
        };
    };
    "SecurityGroup.one": {
        parameters: {
            query?: never;
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The security group’s id, e.g. sgrp-0123456789ab */
                securityGroupId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        createdAt: string;
                        id: string;
                        name: string;
                        projectId: string;
                        rules: {
                            cidr: string;
                            ports: number[];
                        }[];
                        /** Format: date-time */
                        updatedAt: string;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Refused"];
        };
    };
    "SecurityGroup.change": {
        parameters: {
            query?: never;
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The security group’s id, e.g. sgrp-0123456789ab */
                securityGroupId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SaveSecurityGroup"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        createdAt: string;
                        id: string;
                        name: string;
                        projectId: string;
                        rules: {
                            cidr: string;
                            ports: number[];
                        }[];
                        /** Format: date-time */
                        updatedAt: string;
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            default: components["responses"]["Refused"];
        };
    };
    "SecurityGroup.remove": {
        parameters: {
            query?: never;
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The security group’s id, e.g. sgrp-0123456789ab */
                securityGroupId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Refused"];
        };
    };
    "Session.present": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description null: nobody is signed in with this browser */
                        session: components["schemas"]["Session"] | null;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            default: components["responses"]["Refused"];
        };
    };
    "Session.signIn": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description 1, and always sent: no other site can send it */
                "X-Tidegate-Console"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignIn"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            default: components["responses"]["Refused"];
        };
    };
    "Session.signOut": {
        parameters: {
            query?: never;
            header?: {
                /** @description 1, and always sent: no other site can send it */
                "X-Tidegate-Console"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Refused"];
        };
    };
    "Session.choose": {
        parameters: {
            query?: never;
            header?: {
                /** @description 1, and always sent: no other site can send it */
                "X-Tidegate-Console"?: string;
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChooseProject"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            default: components["responses"]["Refused"];
        };
    };
    "Session.inferenceToken": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description 1, and always sent: no other site can send it */
                "X-Tidegate-Console"?: string;
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        expiresAt: string;
                        projectId: string;
                        token: string | null;
                        tokenId: string;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            default: components["responses"]["Refused"];
        };
    };
    "SignInCode.make": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["MakeSignInCode"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description null when the request was repeated: it is shown once */
                        code: string | null;
                        /** Format: date-time */
                        expiresAt: string;
                        /** @description where a browser is signed in with it, once */
                        path: string | null;
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            default: components["responses"]["Refused"];
        };
    };
    "Sizing.size": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SizeModel"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sizing"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            default: components["responses"]["Refused"];
        };
    };
    "Watch.watch": {
        parameters: {
            query?: {
                /** @description resume after this position, the id of the last event that was seen; Last-Event-ID goes before it */
                after?: string;
                /** @description only changes of this endpoint */
                endpoint?: string;
                /** @description only these types of changes, with commas between them */
                types?: string;
            };
            header?: {
                /** @description the id of the last event that was seen */
                "Last-Event-ID"?: string;
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Goes on until one side ends it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            default: components["responses"]["Refused"];
        };
    };
    "WebhookSecret.secret": {
        parameters: {
            query?: never;
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        secret: string;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            default: components["responses"]["Refused"];
        };
    };
    "Webhook.all": {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description how many at most */
                limit?: number;
            };
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: date-time */
                            createdAt: string;
                            deliveries: number;
                            description: string;
                            disabledAtPosition: number | null;
                            eventTypes: string[];
                            failingSince: string | null;
                            formerSecretsUntil: string | null;
                            id: string;
                            lastDeliveredAt: string | null;
                            projectId: string;
                            reason: components["schemas"]["Reason"] | null;
                            replaying: {
                                fromPosition: number;
                                toPosition: number;
                            } | null;
                            /** @enum {string} */
                            state: "active" | "disabled";
                            /** Format: date-time */
                            updatedAt: string;
                            url: string;
                            waiting: number;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            default: components["responses"]["Refused"];
        };
    };
    "Webhook.subscribe": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SubscribeWebhook"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        createdAt: string;
                        deliveries: number;
                        description: string;
                        disabledAtPosition: number | null;
                        eventTypes: string[];
                        failingSince: string | null;
                        formerSecretsUntil: string | null;
                        id: string;
                        lastDeliveredAt: string | null;
                        projectId: string;
                        reason: components["schemas"]["Reason"] | null;
                        replaying: {
                            fromPosition: number;
                            toPosition: number;
                        } | null;
                        secret: string | null;
                        /** @enum {string} */
                        state: "active" | "disabled";
                        /** Format: date-time */
                        updatedAt: string;
                        url: string;
                        waiting: number;
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            default: components["responses"]["Refused"];
        };
    };
    "Webhook.one": {
        parameters: {
            query?: never;
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The webhook’s id, e.g. hook-0123456789ab */
                webhookId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        createdAt: string;
                        deliveries: number;
                        description: string;
                        disabledAtPosition: number | null;
                        eventTypes: string[];
                        failingSince: string | null;
                        formerSecretsUntil: string | null;
                        id: string;
                        lastDeliveredAt: string | null;
                        projectId: string;
                        reason: components["schemas"]["Reason"] | null;
                        replaying: {
                            fromPosition: number;
                            toPosition: number;
                        } | null;
                        /** @enum {string} */
                        state: "active" | "disabled";
                        /** Format: date-time */
                        updatedAt: string;
                        url: string;
                        waiting: number;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Refused"];
        };
    };
    "Webhook.remove": {
        parameters: {
            query?: never;
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The webhook’s id, e.g. hook-0123456789ab */
                webhookId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Refused"];
        };
    };
    "Webhook.change": {
        parameters: {
            query?: never;
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The webhook’s id, e.g. hook-0123456789ab */
                webhookId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeWebhook"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        createdAt: string;
                        deliveries: number;
                        description: string;
                        disabledAtPosition: number | null;
                        eventTypes: string[];
                        failingSince: string | null;
                        formerSecretsUntil: string | null;
                        id: string;
                        lastDeliveredAt: string | null;
                        projectId: string;
                        reason: components["schemas"]["Reason"] | null;
                        replaying: {
                            fromPosition: number;
                            toPosition: number;
                        } | null;
                        /** @enum {string} */
                        state: "active" | "disabled";
                        /** Format: date-time */
                        updatedAt: string;
                        url: string;
                        waiting: number;
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            default: components["responses"]["Refused"];
        };
    };
    "Webhook.deliveries": {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description how many at most */
                limit?: number;
                /** @description only deliveries in this state */
                state?: "queued" | "delivered" | "failed";
            };
            header?: {
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The webhook’s id, e.g. hook-0123456789ab */
                webhookId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            eventId: string;
                            eventType: string;
                            finishedAt: string | null;
                            id: string;
                            lastError: string | null;
                            lastStatus: number | null;
                            lastTriedAt: string | null;
                            nextTryAt: string | null;
                            number: number;
                            position: number;
                            /** Format: date-time */
                            queuedAt: string;
                            /** @enum {string} */
                            state: "queued" | "delivered" | "failed";
                            tries: number;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Refused"];
        };
    };
    "Webhook.replay": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The webhook’s id, e.g. hook-0123456789ab */
                webhookId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplayWebhook"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        fromPosition: number | null;
                        toPosition: number | null;
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            default: components["responses"]["Refused"];
        };
    };
    "Webhook.rotate": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The webhook’s id, e.g. hook-0123456789ab */
                webhookId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        createdAt: string;
                        deliveries: number;
                        description: string;
                        disabledAtPosition: number | null;
                        eventTypes: string[];
                        failingSince: string | null;
                        formerSecretsUntil: string | null;
                        id: string;
                        lastDeliveredAt: string | null;
                        projectId: string;
                        reason: components["schemas"]["Reason"] | null;
                        replaying: {
                            fromPosition: number;
                            toPosition: number;
                        } | null;
                        secret: string | null;
                        /** @enum {string} */
                        state: "active" | "disabled";
                        /** Format: date-time */
                        updatedAt: string;
                        url: string;
                        waiting: number;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            default: components["responses"]["Refused"];
        };
    };
    "Webhook.test": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The same key and body have one effect and one answer for 24 hours
                 * @example 0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description For the operator’s token: the project to act in */
                "X-Tidegate-Project"?: string;
            };
            path: {
                /** @description The webhook’s id, e.g. hook-0123456789ab */
                webhookId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        deliveryId: string;
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            default: components["responses"]["Refused"];
        };
    };
}
