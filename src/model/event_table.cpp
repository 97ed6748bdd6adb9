// SPDX-License-Identifier: Apache-2.0
#include "model/event_table.h"

#include "base/describe/describe.h"

namespace licet::describe {
template const Type& type_of<model::Event>();
}  // namespace licet::describe

namespace licet::model {

const describe::Type& event_type() {
    return describe::type_of<Event>();
}

}  // namespace licet::model
