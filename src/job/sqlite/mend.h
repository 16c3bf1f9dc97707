#pragma once

#include "job/sqlite/findings.h"

namespace platen::job::sqlite {

// Makes the tables agree with themselves and with the files, in one transaction: what was found is
// set aside, aborted, held or counted anew. Documents that leave the store are put into `lost`
// first. Gives what was done, one line each.
Result<std::vector<std::string>> mend_store(Connection& connection, const Findings& found,
                                            const DocumentFolder& documents,
                                            const std::filesystem::path& lost, Time now);

} // namespace platen::job::sqlite
