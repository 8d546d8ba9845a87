//! The languages references can be set in.

use crate::domain::vocabulary::vocabulary;

vocabulary! {
    /// Languages of the terms and dates in references: `et al.`, `Retrieved from`, names of months.
    pub enum LocaleId ("locale") {
        /// English, United States.
        EnUs = "en-US", "English (US)";
        /// English, United Kingdom.
        EnGb = "en-GB", "English (UK)";
        /// German.
        DeDe = "de-DE", "German";
        /// French.
        FrFr = "fr-FR", "French";
        /// Spanish.
        EsEs = "es-ES", "Spanish";
        /// Italian.
        ItIt = "it-IT", "Italian";
        /// Dutch.
        NlNl = "nl-NL", "Dutch";
        /// Portuguese, Brazil.
        PtBr = "pt-BR", "Portuguese (Brazil)";
        /// Portuguese, Portugal.
        PtPt = "pt-PT", "Portuguese (Portugal)";
        /// Polish.
        PlPl = "pl-PL", "Polish";
        /// Swedish.
        SvSe = "sv-SE", "Swedish";
        /// Danish.
        DaDk = "da-DK", "Danish";
        /// Norwegian Bokmål.
        NbNo = "nb-NO", "Norwegian (Bokmål)";
        /// Japanese.
        JaJp = "ja-JP", "Japanese";
        /// Chinese, simplified.
        ZhCn = "zh-CN", "Chinese (simplified)";
    }
}
