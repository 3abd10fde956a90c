#pragma once
#include "kernel_level.h"
#include "anchor_hits.h"
#include "rolling_pairs.h"
#include "rolling_sums.h"
#include "blake2b_lanes.h"
#include "md4_lanes.h"
