// Made by apps/console/api/generate.ts from the desk's OpenAPI document; do not edit.

export interface paths {
    "/api/v1/state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Is the desk locked, and how is it */
        get: operations["getState"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/unlock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Open the store; answers with a session cookie */
        post: operations["unlock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/lock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Wipe the keys from memory and end every session */
        post: operations["lock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/kinds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The kinds of this line, in the order of the list */
        get: operations["getKinds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/places/near": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Names for the map around a point */
        get: operations["getPlacesNear"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tips": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The queue: most urgent first, then newest */
        get: operations["getTips"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tips/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One tip */
        get: operations["getTip"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tips/{id}/attachments/{n}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The scrubbed picture of an attachment */
        get: operations["getPreview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tips/{id}/replies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Answer the source, by the board */
        post: operations["reply"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tips/{id}/state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Mark a tip as done or open */
        post: operations["setTipState"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tips/{id}/event": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put a tip to another event or to one of its own */
        post: operations["moveTip"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Events, most urgent first, then by the last tip */
        get: operations["getEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One event with its lines of evidence */
        get: operations["getEvent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events/{id}/outcome": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What became of it; flows back into reliability */
        post: operations["setOutcome"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events/{id}/drafts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Draft a warning from an event */
        post: operations["makeDraft"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/drafts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One draft with its exposure as it is now */
        get: operations["getDraft"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change a draft; its exposure is checked anew */
        patch: operations["changeDraft"];
        trace?: never;
    };
    "/api/v1/drafts/{id}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign and release; 409 EXPOSURE_HELD with the ways out */
        post: operations["release"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/releases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What has left the desk, newest first */
        get: operations["getReleases"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/releases/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One release */
        get: operations["getRelease"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/releases/{id}/cap.xml": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The signed CAP 1.2 warning */
        get: operations["getCap"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Server-sent events: tip, event, release, state with {"id"} */
        get: operations["getChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/unopened": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Envelopes that did not open, by code */
        get: operations["getUnopened"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who did what, newest first, without content */
        get: operations["getAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: never;
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getState: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        locked: boolean;
                        /** @description false when `nightjar init` has not been run for this folder */
                        setUp: boolean;
                        /** Format: date-time */
                        lastPullAt?: string;
                        pullSeconds?: number;
                        /** @enum {unknown} */
                        intake?: "ok" | "down" | "never";
                        /** @description the end of the last epoch for which sources hold a key */
                        keyListUntil?: string;
                        line?: {
                            profile: string;
                            languages: string[];
                        };
                        lockAfterMinutes?: number;
                        counts?: {
                            /** @description tips in the store */
                            tips: number;
                            /** @description open tips */
                            waiting: number;
                            events: number;
                            /** @description envelopes that did not open, for whatever reason */
                            unopened: number;
                            /** @description of these, envelopes whose key has been destroyed */
                            expired: number;
                            /** @description tips stored and not yet understood, linked and weighed */
                            toAnalyse: number;
                            /** @description replies not yet posted on the board */
                            repliesQueued: number;
                            /** @description replies that did not fit on the board as it stands */
                            boardLeftOut: number;
                            attachmentsMissing: number;
                        };
                        /** @description what waits at intake, as it said at the last pull */
                        lanes?: {
                            [key: string]: {
                                waiting: number;
                                bytes: number;
                                full: boolean;
                            };
                        };
                        /** @description what this machine lacks, in words */
                        protections?: string[];
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                        };
                    };
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                        };
                    };
                };
            };
        };
    };
    unlock: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    passphrase: string;
                };
            };
        };
        responses: {
            /** @description no content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                        };
                    };
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                        };
                    };
                };
            };
        };
    };
    lock: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description no content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                        };
                    };
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                        };
                    };
                };
            };
        };
    };
    getKinds: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: number;
                        slug: string;
                        /** @description 0 can wait, 3 lives are at stake now */
                        urgency: number;
                        names: {
                            en: string;
                            ar: string;
                            ckb: string;
                        };
                        questions: {
                            en: string[];
                            ar: string[];
                            ckb: string[];
                        };
                        advice: {
                            en: string[];
                            ar: string[];
                            ckb: string[];
                        };
                        /** @description in the profile of this line: shown to sources */
                        asked: boolean;
                        /** @description SVG text, for an <img> through a data: URL; never markup of the page */
                        picture: string;
                    }[];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                        };
                    };
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                        };
                    };
                };
            };
        };
    };
    getPlacesNear: {
        parameters: {
            query: {
                lat: number;
                lon: number;
                n?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        name: string;
                        names: {
                            text: string;
                            lang?: string;
                        }[];
                        lat: number;
                        lon: number;
                        radius_m: number;
                        level: string;
                        /** @description from the point asked for */
                        km: number;
                    }[];
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                        };
                    };
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                        };
                    };
                };
            };
        };
    };
    getTips: {
        parameters: {
            query?: {
                state?: "open" | "done" | "all";
                kind?: number;
                lang?: string;
                /** @description 0 can wait, 3 lives are at stake now */
                urgency?: number;
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            id: string;
                            /** Format: date-time */
                            receivedAt: string;
                            /** @enum {unknown} */
                            channel: "app" | "web" | "webNoScript" | "api" | "email" | "sms" | "voice" | "person";
                            kind: number;
                            /** @enum {unknown} */
                            kindFrom: "told" | "words";
                            /** @description 0 can wait, 3 lives are at stake now */
                            urgency: number;
                            lang: string;
                            place?: {
                                lat: number;
                                lon: number;
                                radius_m: number;
                                name: string;
                            };
                            /** @description told (set by the source), or what in the text gave it */
                            placeFrom?: string;
                            when: {
                                /** Format: date-time */
                                from: string;
                                /** Format: date-time */
                                to: string;
                            };
                            /** @description false when the source's clock cannot be right: `when` is then widened */
                            whenTrusted: boolean;
                            /** @description the beginning of the text, one line, safe to show */
                            gist: string;
                            attachments: number;
                            eventId?: string;
                            p?: number;
                            /** @description Admiralty code: 1 confirmed, 6 unknown */
                            credibility?: number;
                            duress: boolean;
                            answered: boolean;
                            /** @enum {unknown} */
                            state: "open" | "done";
                            /** @description the pseudonym of the source, never an address */
                            source: string;
                            /** @description the same tip came again with other content; see amendments */
                            amended: boolean;
                        }[];
                        next?: string;
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                        };
                    };
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                        };
                    };
                };
            };
        };
    };
    getTip: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        /** Format: date-time */
                        receivedAt: string;
                        /** @enum {unknown} */
                        channel: "app" | "web" | "webNoScript" | "api" | "email" | "sms" | "voice" | "person";
                        kind: number;
                        /** @enum {unknown} */
                        kindFrom: "told" | "words";
                        /** @description 0 can wait, 3 lives are at stake now */
                        urgency: number;
                        lang: string;
                        place?: {
                            lat: number;
                            lon: number;
                            radius_m: number;
                            name: string;
                        };
                        /** @description told (set by the source), or what in the text gave it */
                        placeFrom?: string;
                        when: {
                            /** Format: date-time */
                            from: string;
                            /** Format: date-time */
                            to: string;
                        };
                        /** @description false when the source's clock cannot be right: `when` is then widened */
                        whenTrusted: boolean;
                        /** @description the beginning of the text, one line, safe to show */
                        gist: string;
                        attachments: number;
                        eventId?: string;
                        p?: number;
                        /** @description Admiralty code: 1 confirmed, 6 unknown */
                        credibility?: number;
                        duress: boolean;
                        answered: boolean;
                        /** @enum {unknown} */
                        state: "open" | "done";
                        /** @description the pseudonym of the source, never an address */
                        source: string;
                        /** @description the same tip came again with other content; see amendments */
                        amended: boolean;
                        text: string;
                        marks: ("bidi" | "control" | "invisible")[];
                        /** @enum {unknown} */
                        basis: "saw" | "told" | "heard" | "inferred";
                        heardFrom: string[];
                        composedAt?: {
                            /** Format: date-time */
                            at: string;
                            /** @enum {unknown} */
                            clock: "network" | "set" | "doubtful";
                            trusted: boolean;
                        };
                        /** @description the source's own count: a gap is a tip still under way */
                        counter?: number;
                        places: {
                            text: string;
                            start: number;
                            end: number;
                            name: string;
                            lat: number | null;
                            lon: number | null;
                            radius_m: number | null;
                            score: number;
                            /** @enum {unknown} */
                            form: "name" | "relation" | "decimal" | "dms" | "mgrs" | "plus" | "geo" | "link";
                        }[];
                        attachmentList: {
                            n: number;
                            /** @description as the source said; never trusted */
                            type: string;
                            bytes: number;
                            /** @enum {unknown} */
                            state: "waiting" | "ready" | "refused" | "missing";
                            /** @description a re-encoded image without metadata can be had */
                            preview: boolean;
                            /** @description why it is refused or missing */
                            code?: string;
                        }[];
                        nearCopies: string[];
                        /** @description in how many envelopes this tip came: one tip by two ways counts once */
                        carried: number;
                        amendments: {
                            /** Format: date-time */
                            at: string;
                            kind: number;
                            text: string;
                            when: {
                                /** Format: date-time */
                                from: string;
                                /** Format: date-time */
                                to: string;
                            };
                            place?: {
                                lat: number;
                                lon: number;
                                radius_m: number;
                                name: string;
                            };
                        }[];
                        replies: {
                            text: string;
                            /** Format: date-time */
                            at: string;
                            /** @enum {unknown} */
                            state: "queued" | "posted";
                        }[];
                        canReply: boolean;
                        reasons: ({
                            code: string;
                        } & {
                            [key: string]: unknown;
                        })[];
                        /** @enum {unknown} */
                        sourceGrade: "A" | "B" | "C" | "D" | "E" | "F";
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                        };
                    };
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                        };
                    };
                };
            };
        };
    };
    getPreview: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                n: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string;
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                        };
                    };
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                        };
                    };
                };
            };
        };
    };
    reply: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    text: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        text: string;
                        /** Format: date-time */
                        at: string;
                        /** @enum {unknown} */
                        state: "queued" | "posted";
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                        };
                    };
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                        };
                    };
                };
            };
        };
    };
    setTipState: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {unknown} */
                    state: "open" | "done";
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        /** Format: date-time */
                        receivedAt: string;
                        /** @enum {unknown} */
                        channel: "app" | "web" | "webNoScript" | "api" | "email" | "sms" | "voice" | "person";
                        kind: number;
                        /** @enum {unknown} */
                        kindFrom: "told" | "words";
                        /** @description 0 can wait, 3 lives are at stake now */
                        urgency: number;
                        lang: string;
                        place?: {
                            lat: number;
                            lon: number;
                            radius_m: number;
                            name: string;
                        };
                        /** @description told (set by the source), or what in the text gave it */
                        placeFrom?: string;
                        when: {
                            /** Format: date-time */
                            from: string;
                            /** Format: date-time */
                            to: string;
                        };
                        /** @description false when the source's clock cannot be right: `when` is then widened */
                        whenTrusted: boolean;
                        /** @description the beginning of the text, one line, safe to show */
                        gist: string;
                        attachments: number;
                        eventId?: string;
                        p?: number;
                        /** @description Admiralty code: 1 confirmed, 6 unknown */
                        credibility?: number;
                        duress: boolean;
                        answered: boolean;
                        /** @enum {unknown} */
                        state: "open" | "done";
                        /** @description the pseudonym of the source, never an address */
                        source: string;
                        /** @description the same tip came again with other content; see amendments */
                        amended: boolean;
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                        };
                    };
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                        };
                    };
                };
            };
        };
    };
    moveTip: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    event: "new" | string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        event: string;
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                        };
                    };
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                        };
                    };
                };
            };
        };
    };
    getEvents: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            id: string;
                            kind: number;
                            /** @description 0 can wait, 3 lives are at stake now */
                            urgency: number;
                            place?: {
                                lat: number;
                                lon: number;
                                radius_m: number;
                                name: string;
                            };
                            /** @description the nearest name known, or empty */
                            placeName: string;
                            when: {
                                /** Format: date-time */
                                from: string;
                                /** Format: date-time */
                                to: string;
                            };
                            p: number;
                            interval: [
                                number,
                                number
                            ];
                            /** @description Admiralty code: 1 confirmed, 6 unknown */
                            credibility: number;
                            /** @description independent lines of evidence */
                            lines: number;
                            tipCount: number;
                            openTips: number;
                            /** Format: date-time */
                            lastTipAt: string;
                            /** @enum {unknown} */
                            outcome?: "confirmed" | "false" | "acted" | "unknown" | "harm";
                            released: boolean;
                        }[];
                        next?: string;
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                        };
                    };
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                        };
                    };
                };
            };
        };
    };
    getEvent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        kind: number;
                        /** @description 0 can wait, 3 lives are at stake now */
                        urgency: number;
                        place?: {
                            lat: number;
                            lon: number;
                            radius_m: number;
                            name: string;
                        };
                        /** @description the nearest name known, or empty */
                        placeName: string;
                        when: {
                            /** Format: date-time */
                            from: string;
                            /** Format: date-time */
                            to: string;
                        };
                        p: number;
                        interval: [
                            number,
                            number
                        ];
                        /** @description Admiralty code: 1 confirmed, 6 unknown */
                        credibility: number;
                        /** @description independent lines of evidence */
                        lines: number;
                        tipCount: number;
                        openTips: number;
                        /** Format: date-time */
                        lastTipAt: string;
                        /** @enum {unknown} */
                        outcome?: "confirmed" | "false" | "acted" | "unknown" | "harm";
                        released: boolean;
                        tips: {
                            id: string;
                            /** Format: date-time */
                            receivedAt: string;
                            /** @enum {unknown} */
                            channel: "app" | "web" | "webNoScript" | "api" | "email" | "sms" | "voice" | "person";
                            kind: number;
                            /** @enum {unknown} */
                            kindFrom: "told" | "words";
                            /** @description 0 can wait, 3 lives are at stake now */
                            urgency: number;
                            lang: string;
                            place?: {
                                lat: number;
                                lon: number;
                                radius_m: number;
                                name: string;
                            };
                            /** @description told (set by the source), or what in the text gave it */
                            placeFrom?: string;
                            when: {
                                /** Format: date-time */
                                from: string;
                                /** Format: date-time */
                                to: string;
                            };
                            /** @description false when the source's clock cannot be right: `when` is then widened */
                            whenTrusted: boolean;
                            /** @description the beginning of the text, one line, safe to show */
                            gist: string;
                            attachments: number;
                            eventId?: string;
                            p?: number;
                            /** @description Admiralty code: 1 confirmed, 6 unknown */
                            credibility?: number;
                            duress: boolean;
                            answered: boolean;
                            /** @enum {unknown} */
                            state: "open" | "done";
                            /** @description the pseudonym of the source, never an address */
                            source: string;
                            /** @description the same tip came again with other content; see amendments */
                            amended: boolean;
                        }[];
                        why: ({
                            code: string;
                        } & {
                            [key: string]: unknown;
                        })[];
                        reasons: {
                            en: string;
                            ar: string;
                            ckb: string;
                        };
                        /** @description the lines of evidence: tips that share one origin stand together */
                        roots: {
                            root: string;
                            tips: string[];
                        }[];
                        history: {
                            /** Format: date-time */
                            at: string;
                            p: number;
                            interval: [
                                number,
                                number
                            ];
                        }[];
                        outcomeGiven?: {
                            /** @enum {unknown} */
                            outcome: "confirmed" | "false" | "acted" | "unknown" | "harm";
                            reason: string;
                            /** Format: date-time */
                            at: string;
                        };
                        drafts: {
                            id: string;
                            event: string;
                            kind: number;
                            headline: {
                                en: string;
                                ar: string;
                                ckb: string;
                            };
                            description: {
                                en: string;
                                ar: string;
                                ckb: string;
                            };
                            instruction: {
                                en: string;
                                ar: string;
                                ckb: string;
                            };
                            area: {
                                lat: number;
                                lon: number;
                                radius_m: number;
                                name: string;
                                names: {
                                    en: string;
                                    ar: string;
                                    ckb: string;
                                };
                            };
                            /** @description a narrower area is refused */
                            minimumRadius_m: number;
                            /** Format: date-time */
                            onset: string;
                            /** Format: date-time */
                            expires: string;
                            /** @enum {unknown} */
                            tlp: "RED" | "AMBER+STRICT" | "AMBER" | "GREEN" | "CLEAR";
                            confidence: number;
                            peopleNear: number;
                            facts: {
                                text: string;
                                place?: {
                                    lat: number;
                                    lon: number;
                                    radius_m: number;
                                    name?: string;
                                };
                                when?: {
                                    /** Format: date-time */
                                    from: string;
                                    /** Format: date-time */
                                    to: string;
                                };
                                who: {
                                    area?: string;
                                    group?: string;
                                    onlySource?: boolean;
                                    n?: number;
                                };
                            }[];
                            exposure: {
                                /** @description how many people could have known all of it */
                                n: number;
                                /** @description how many must at least */
                                k: number;
                                held: boolean;
                                facts: {
                                    text: string;
                                    n: number;
                                }[];
                                ways: {
                                    /** @enum {unknown} */
                                    change: "area" | "time" | "detail" | "delay" | "wait";
                                    /** @description area: times the radius */
                                    factor?: number;
                                    /** @description time: to widen by; delay: to wait */
                                    hours?: number;
                                    /** @description detail: index of the fact to leave out */
                                    fact?: number;
                                    /** @description how many people could have known, once changed so */
                                    n: number;
                                    enough: boolean;
                                }[];
                            };
                            /** @enum {unknown} */
                            state: "draft" | "released";
                            release?: string;
                            /** Format: date-time */
                            madeAt: string;
                        }[];
                        releases: {
                            id: string;
                            event: string;
                            draft: string;
                            /** Format: date-time */
                            at: string;
                            kind: number;
                            headline: {
                                en: string;
                                ar: string;
                                ckb: string;
                            };
                            area: {
                                lat: number;
                                lon: number;
                                radius_m: number;
                                name: string;
                                names: {
                                    en: string;
                                    ar: string;
                                    ckb: string;
                                };
                            };
                            /** @enum {unknown} */
                            tlp: "RED" | "AMBER+STRICT" | "AMBER" | "GREEN" | "CLEAR";
                            confidence: number;
                            peopleNear: number;
                            /** Format: date-time */
                            expires: string;
                        }[];
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                        };
                    };
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                        };
                    };
                };
            };
        };
    };
    setOutcome: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {unknown} */
                    outcome: "confirmed" | "false" | "acted" | "unknown" | "harm";
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {unknown} */
                        outcome: "confirmed" | "false" | "acted" | "unknown" | "harm";
                        reason: string;
                        /** Format: date-time */
                        at: string;
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                        };
                    };
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                        };
                    };
                };
            };
        };
    };
    makeDraft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        event: string;
                        kind: number;
                        headline: {
                            en: string;
                            ar: string;
                            ckb: string;
                        };
                        description: {
                            en: string;
                            ar: string;
                            ckb: string;
                        };
                        instruction: {
                            en: string;
                            ar: string;
                            ckb: string;
                        };
                        area: {
                            lat: number;
                            lon: number;
                            radius_m: number;
                            name: string;
                            names: {
                                en: string;
                                ar: string;
                                ckb: string;
                            };
                        };
                        /** @description a narrower area is refused */
                        minimumRadius_m: number;
                        /** Format: date-time */
                        onset: string;
                        /** Format: date-time */
                        expires: string;
                        /** @enum {unknown} */
                        tlp: "RED" | "AMBER+STRICT" | "AMBER" | "GREEN" | "CLEAR";
                        confidence: number;
                        peopleNear: number;
                        facts: {
                            text: string;
                            place?: {
                                lat: number;
                                lon: number;
                                radius_m: number;
                                name?: string;
                            };
                            when?: {
                                /** Format: date-time */
                                from: string;
                                /** Format: date-time */
                                to: string;
                            };
                            who: {
                                area?: string;
                                group?: string;
                                onlySource?: boolean;
                                n?: number;
                            };
                        }[];
                        exposure: {
                            /** @description how many people could have known all of it */
                            n: number;
                            /** @description how many must at least */
                            k: number;
                            held: boolean;
                            facts: {
                                text: string;
                                n: number;
                            }[];
                            ways: {
                                /** @enum {unknown} */
                                change: "area" | "time" | "detail" | "delay" | "wait";
                                /** @description area: times the radius */
                                factor?: number;
                                /** @description time: to widen by; delay: to wait */
                                hours?: number;
                                /** @description detail: index of the fact to leave out */
                                fact?: number;
                                /** @description how many people could have known, once changed so */
                                n: number;
                                enough: boolean;
                            }[];
                        };
                        /** @enum {unknown} */
                        state: "draft" | "released";
                        release?: string;
                        /** Format: date-time */
                        madeAt: string;
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                        };
                    };
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                        };
                    };
                };
            };
        };
    };
    getDraft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        event: string;
                        kind: number;
                        headline: {
                            en: string;
                            ar: string;
                            ckb: string;
                        };
                        description: {
                            en: string;
                            ar: string;
                            ckb: string;
                        };
                        instruction: {
                            en: string;
                            ar: string;
                            ckb: string;
                        };
                        area: {
                            lat: number;
                            lon: number;
                            radius_m: number;
                            name: string;
                            names: {
                                en: string;
                                ar: string;
                                ckb: string;
                            };
                        };
                        /** @description a narrower area is refused */
                        minimumRadius_m: number;
                        /** Format: date-time */
                        onset: string;
                        /** Format: date-time */
                        expires: string;
                        /** @enum {unknown} */
                        tlp: "RED" | "AMBER+STRICT" | "AMBER" | "GREEN" | "CLEAR";
                        confidence: number;
                        peopleNear: number;
                        facts: {
                            text: string;
                            place?: {
                                lat: number;
                                lon: number;
                                radius_m: number;
                                name?: string;
                            };
                            when?: {
                                /** Format: date-time */
                                from: string;
                                /** Format: date-time */
                                to: string;
                            };
                            who: {
                                area?: string;
                                group?: string;
                                onlySource?: boolean;
                                n?: number;
                            };
                        }[];
                        exposure: {
                            /** @description how many people could have known all of it */
                            n: number;
                            /** @description how many must at least */
                            k: number;
                            held: boolean;
                            facts: {
                                text: string;
                                n: number;
                            }[];
                            ways: {
                                /** @enum {unknown} */
                                change: "area" | "time" | "detail" | "delay" | "wait";
                                /** @description area: times the radius */
                                factor?: number;
                                /** @description time: to widen by; delay: to wait */
                                hours?: number;
                                /** @description detail: index of the fact to leave out */
                                fact?: number;
                                /** @description how many people could have known, once changed so */
                                n: number;
                                enough: boolean;
                            }[];
                        };
                        /** @enum {unknown} */
                        state: "draft" | "released";
                        release?: string;
                        /** Format: date-time */
                        madeAt: string;
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                        };
                    };
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                        };
                    };
                };
            };
        };
    };
    changeDraft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    headline?: {
                        en: string;
                        ar: string;
                        ckb: string;
                    };
                    description?: {
                        en: string;
                        ar: string;
                        ckb: string;
                    };
                    instruction?: {
                        en: string;
                        ar: string;
                        ckb: string;
                    };
                    area?: {
                        lat: number;
                        lon: number;
                        radius_m: number;
                        names?: {
                            en: string;
                            ar: string;
                            ckb: string;
                        };
                    };
                    /** Format: date-time */
                    onset?: string;
                    /** Format: date-time */
                    expires?: string;
                    /** @enum {unknown} */
                    tlp?: "RED" | "AMBER+STRICT" | "AMBER" | "GREEN" | "CLEAR";
                    facts?: {
                        text: string;
                        place?: {
                            lat: number;
                            lon: number;
                            radius_m: number;
                            name?: string;
                        };
                        when?: {
                            /** Format: date-time */
                            from: string;
                            /** Format: date-time */
                            to: string;
                        };
                        who: {
                            area?: string;
                            group?: string;
                            onlySource?: boolean;
                            n?: number;
                        };
                    }[];
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        event: string;
                        kind: number;
                        headline: {
                            en: string;
                            ar: string;
                            ckb: string;
                        };
                        description: {
                            en: string;
                            ar: string;
                            ckb: string;
                        };
                        instruction: {
                            en: string;
                            ar: string;
                            ckb: string;
                        };
                        area: {
                            lat: number;
                            lon: number;
                            radius_m: number;
                            name: string;
                            names: {
                                en: string;
                                ar: string;
                                ckb: string;
                            };
                        };
                        /** @description a narrower area is refused */
                        minimumRadius_m: number;
                        /** Format: date-time */
                        onset: string;
                        /** Format: date-time */
                        expires: string;
                        /** @enum {unknown} */
                        tlp: "RED" | "AMBER+STRICT" | "AMBER" | "GREEN" | "CLEAR";
                        confidence: number;
                        peopleNear: number;
                        facts: {
                            text: string;
                            place?: {
                                lat: number;
                                lon: number;
                                radius_m: number;
                                name?: string;
                            };
                            when?: {
                                /** Format: date-time */
                                from: string;
                                /** Format: date-time */
                                to: string;
                            };
                            who: {
                                area?: string;
                                group?: string;
                                onlySource?: boolean;
                                n?: number;
                            };
                        }[];
                        exposure: {
                            /** @description how many people could have known all of it */
                            n: number;
                            /** @description how many must at least */
                            k: number;
                            held: boolean;
                            facts: {
                                text: string;
                                n: number;
                            }[];
                            ways: {
                                /** @enum {unknown} */
                                change: "area" | "time" | "detail" | "delay" | "wait";
                                /** @description area: times the radius */
                                factor?: number;
                                /** @description time: to widen by; delay: to wait */
                                hours?: number;
                                /** @description detail: index of the fact to leave out */
                                fact?: number;
                                /** @description how many people could have known, once changed so */
                                n: number;
                                enough: boolean;
                            }[];
                        };
                        /** @enum {unknown} */
                        state: "draft" | "released";
                        release?: string;
                        /** Format: date-time */
                        madeAt: string;
                    };
                };
            };
            /** @description Default Response */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                        };
                        exposure?: {
                            /** @description how many people could have known all of it */
                            n: number;
                            /** @description how many must at least */
                            k: number;
                            held: boolean;
                            facts: {
                                text: string;
                                n: number;
                            }[];
                            ways: {
                                /** @enum {unknown} */
                                change: "area" | "time" | "detail" | "delay" | "wait";
                                /** @description area: times the radius */
                                factor?: number;
                                /** @description time: to widen by; delay: to wait */
                                hours?: number;
                                /** @description detail: index of the fact to leave out */
                                fact?: number;
                                /** @description how many people could have known, once changed so */
                                n: number;
                                enough: boolean;
                            }[];
                        };
                        problems?: {
                            code: string;
                            message: string;
                        }[];
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                        };
                    };
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                        };
                    };
                };
            };
        };
    };
    release: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                    };
                };
            };
            /** @description Default Response */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                        };
                        exposure?: {
                            /** @description how many people could have known all of it */
                            n: number;
                            /** @description how many must at least */
                            k: number;
                            held: boolean;
                            facts: {
                                text: string;
                                n: number;
                            }[];
                            ways: {
                                /** @enum {unknown} */
                                change: "area" | "time" | "detail" | "delay" | "wait";
                                /** @description area: times the radius */
                                factor?: number;
                                /** @description time: to widen by; delay: to wait */
                                hours?: number;
                                /** @description detail: index of the fact to leave out */
                                fact?: number;
                                /** @description how many people could have known, once changed so */
                                n: number;
                                enough: boolean;
                            }[];
                        };
                        problems?: {
                            code: string;
                            message: string;
                        }[];
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                        };
                    };
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                        };
                    };
                };
            };
        };
    };
    getReleases: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            id: string;
                            event: string;
                            draft: string;
                            /** Format: date-time */
                            at: string;
                            kind: number;
                            headline: {
                                en: string;
                                ar: string;
                                ckb: string;
                            };
                            area: {
                                lat: number;
                                lon: number;
                                radius_m: number;
                                name: string;
                                names: {
                                    en: string;
                                    ar: string;
                                    ckb: string;
                                };
                            };
                            /** @enum {unknown} */
                            tlp: "RED" | "AMBER+STRICT" | "AMBER" | "GREEN" | "CLEAR";
                            confidence: number;
                            peopleNear: number;
                            /** Format: date-time */
                            expires: string;
                        }[];
                        next?: string;
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                        };
                    };
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                        };
                    };
                };
            };
        };
    };
    getRelease: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        event: string;
                        draft: string;
                        /** Format: date-time */
                        at: string;
                        kind: number;
                        headline: {
                            en: string;
                            ar: string;
                            ckb: string;
                        };
                        area: {
                            lat: number;
                            lon: number;
                            radius_m: number;
                            name: string;
                            names: {
                                en: string;
                                ar: string;
                                ckb: string;
                            };
                        };
                        /** @enum {unknown} */
                        tlp: "RED" | "AMBER+STRICT" | "AMBER" | "GREEN" | "CLEAR";
                        confidence: number;
                        peopleNear: number;
                        /** Format: date-time */
                        expires: string;
                        description: {
                            en: string;
                            ar: string;
                            ckb: string;
                        };
                        instruction: {
                            en: string;
                            ar: string;
                            ckb: string;
                        };
                        /** Format: date-time */
                        onset: string;
                        facts: {
                            text: string;
                            place?: {
                                lat: number;
                                lon: number;
                                radius_m: number;
                                name?: string;
                            };
                            when?: {
                                /** Format: date-time */
                                from: string;
                                /** Format: date-time */
                                to: string;
                            };
                            who: {
                                area?: string;
                                group?: string;
                                onlySource?: boolean;
                                n?: number;
                            };
                        }[];
                        exposure: {
                            /** @description how many people could have known all of it */
                            n: number;
                            /** @description how many must at least */
                            k: number;
                            held: boolean;
                            facts: {
                                text: string;
                                n: number;
                            }[];
                            ways: {
                                /** @enum {unknown} */
                                change: "area" | "time" | "detail" | "delay" | "wait";
                                /** @description area: times the radius */
                                factor?: number;
                                /** @description time: to widen by; delay: to wait */
                                hours?: number;
                                /** @description detail: index of the fact to leave out */
                                fact?: number;
                                /** @description how many people could have known, once changed so */
                                n: number;
                                enough: boolean;
                            }[];
                        };
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                        };
                    };
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                        };
                    };
                };
            };
        };
    };
    getCap: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string;
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                        };
                    };
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                        };
                    };
                };
            };
        };
    };
    getChanges: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description text/event-stream */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string;
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                        };
                    };
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                        };
                    };
                };
            };
        };
    };
    getUnopened: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description by code */
                        counts: {
                            [key: string]: number;
                        };
                        items: {
                            /** Format: date-time */
                            at: string;
                            code: string;
                            bytes: number;
                        }[];
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                        };
                    };
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                        };
                    };
                };
            };
        };
    };
    getAudit: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            seq: number;
                            /** Format: date-time */
                            at: string;
                            /** @enum {unknown} */
                            act: "unlock" | "lock" | "read" | "preview" | "answer" | "state" | "move" | "outcome" | "draft" | "change" | "release";
                            /** @description the id of the tip, event, draft or release */
                            about?: string;
                            hash: string;
                        }[];
                        next?: string;
                    };
                };
            };
            /** @description Default Response */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                        };
                    };
                };
            };
            /** @description Default Response */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: {
                            code: string;
                            message: string;
                        };
                    };
                };
            };
        };
    };
}
