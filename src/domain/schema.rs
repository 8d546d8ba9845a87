//! How types that are text in JSON describe themselves in OpenAPI.

/// Describes a type as a string with a pattern and an example.
macro_rules! text_schema {
    ($Type:ty, $description:literal, $pattern:literal, $example:literal) => {
        impl utoipa::PartialSchema for $Type {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
                utoipa::openapi::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::Type::String)
                    .description(Some($description))
                    .pattern(Some($pattern))
                    .examples([$example])
                    .into()
            }
        }

        impl utoipa::ToSchema for $Type {}
    };
}
pub(crate) use text_schema;
