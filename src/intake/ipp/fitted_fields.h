#pragma once

#include "intake/ipp/settable.h"

namespace platen::intake::ipp {

// The parts that a unit does not have, of those that its model may lack; "none": it has all.
inline constexpr const char* not_fitted_name = "platen-not-fitted";

// "no-value" and "delete-attribute" are "none".
void read_not_fitted_change(const model::Model& model, ipp_attribute_t* attribute,
                            PrinterChange& change);
// A printer of another model from now on: the parts that this one cannot lack are forgotten.
void keep_not_fitted_of(const model::Model& model, PrinterChange& change);

void write_not_fitted(const PrinterView& view, const AttributeWriter& out);

} // namespace platen::intake::ipp
