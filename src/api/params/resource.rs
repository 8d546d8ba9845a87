//! The resources: where each is, how it is asked, and what can be asked of it.

use super::{
    BlurbParams, BlurbsParams, ChangesParams, CitationParams, ClaimsParams, ExportParams, FindingsParams,
    LiteratureParams, NoParams, Param, RecordParams, SearchParams, SourcesParams, SuggestParams, TopicParams,
    TopicsParams, form::described,
};

macro_rules! resources {
    ($( $Resource:ident = $method:literal $path:literal, $Params:ty; )+) => {
        /// A resource of the API.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(in crate::api) enum Resource {
            $( $Resource, )+
        }

        impl Resource {
            /// All of them, in the order of the document.
            pub(in crate::api) const ALL: &'static [Self] = &[$( Self::$Resource, )+];

            /// Its address, with the id in braces where there is one.
            pub(in crate::api) fn path(self) -> &'static str {
                match self {
                    $( Self::$Resource => $path, )+
                }
            }

            /// The method it answers to, as the document writes it.
            pub(in crate::api) fn method(self) -> &'static str {
                match self {
                    $( Self::$Resource => $method, )+
                }
            }

            /// What can be asked of it.
            pub(in crate::api) fn params(self) -> Vec<Param> {
                match self {
                    $( Self::$Resource => described::<$Params>(), )+
                }
            }
        }
    };
}

resources! {
    Index = "get" "/v1", NoParams;
    Search = "get" "/v1/search", SearchParams;
    Suggest = "get" "/v1/suggest", SuggestParams;
    Sources = "get" "/v1/sources", SourcesParams;
    Source = "get" "/v1/sources/{id}", RecordParams;
    Export = "get" "/v1/export", ExportParams;
    Citation = "get" "/v1/sources/{id}/citation", CitationParams;
    Styles = "get" "/v1/styles", NoParams;
    Bibliography = "post" "/v1/bibliography", NoParams;
    Findings = "get" "/v1/findings", FindingsParams;
    Finding = "get" "/v1/findings/{id}", RecordParams;
    Claims = "get" "/v1/claims", ClaimsParams;
    Claim = "get" "/v1/claims/{id}", RecordParams;
    Blurbs = "get" "/v1/blurbs", BlurbsParams;
    Blurb = "get" "/v1/blurbs/{id}", BlurbParams;
    Changes = "get" "/v1/changes", ChangesParams;
    Topics = "get" "/v1/topics", TopicsParams;
    Topic = "get" "/v1/topics/{id}", TopicParams;
    Literature = "get" "/v1/literature", LiteratureParams;
    LiteratureRecord = "get" "/v1/literature/{id}", NoParams;
    LiteratureCitation = "get" "/v1/literature/{id}/citation", CitationParams;
    Check = "post" "/v1/check", NoParams;
    References = "post" "/v1/references/check", NoParams;
    Document = "get" "/openapi.json", NoParams;
    OlderDocument = "get" "/openapi-3.0.json", NoParams;
}
