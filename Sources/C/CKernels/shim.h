#pragma once
#include "kernel_level.h"
#include "anchor_hits.h"
