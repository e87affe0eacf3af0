//! Diagnostics as Rust code, which makes stable rustc print them at the author's tokens.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

use super::{Diagnostic, Severity};

impl Diagnostic {
    pub(super) fn into_tokens(self) -> TokenStream {
        match self.severity {
            Severity::Error => self.into_compile_error(),
            Severity::Warning => self.into_deprecation(),
        }
    }

    fn into_compile_error(self) -> TokenStream {
        let text = self.text();
        let name = quote_spanned!(self.span=> ::core::compile_error!);
        let argument = quote_spanned!(self.end=> { #text });
        quote!(#name #argument)
    }

    /// Generates a warning. A macro cannot emit warnings on stable Rust; the use of a deprecated item emits one with
    /// any text. The item is a macro, because it is named without a path.
    fn into_deprecation(self) -> TokenStream {
        let text = self.text();
        let declared = Ident::new(self.rule, Span::call_site());
        let used = Ident::new(self.rule, self.span);
        quote! {
            const _: () = {
                #[deprecated(note = #text)]
                macro_rules! #declared { () => {} }
                #used!();
            };
        }
    }
}
