#pragma once

#include "image/image.h"
#include "pipeline/executor.h"

namespace platen::pipeline {

// Each stage must take what the one before it gives; a mistake is Errc::bug.
Result<void> check_stages(const PageShape& source, const Stages& stages);

// The shape after the last stage.
PageShape output_shape(const PageShape& source, const Stages& stages);

// The source rows that these output rows need, through all stages.
RowRange source_rows(const Stages& stages, RowRange out);

} // namespace platen::pipeline
