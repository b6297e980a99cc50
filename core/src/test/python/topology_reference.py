"""Makes core/src/test/resources/org/sweetspot/topology/reference.json.

Lifetimes of GUDHI (double precision), ripser (single precision) and scipy's minimum spanning tree,
and magnitudes by numpy's solver, of small clouds. Needs gudhi, ripser, scipy, numpy:
    python topology_reference.py > ../resources/org/sweetspot/topology/reference.json
"""

import json

import gudhi
import numpy as np
from ripser import ripser
from scipy.sparse.csgraph import minimum_spanning_tree
from scipy.spatial.distance import pdist, squareform


def clouds():
    rng = np.random.default_rng(14)
    yield "square", rng.random((60, 2))
    yield "gaussian", rng.standard_normal((50, 20))
    yield "walk", np.cumsum(rng.standard_normal((70, 7)), axis=0)
    # States that nearly coincide, far from the origin.
    yield "late", 1e3 + 1e-4 * np.cumsum(rng.standard_normal((40, 5)), axis=0)


def main():
    references = []
    for name, points in clouds():
        distances = squareform(pdist(points))
        rips = gudhi.RipsComplex(distance_matrix=distances)
        tree = rips.create_simplex_tree(max_dimension=1)
        tree.compute_persistence()
        intervals = tree.persistence_intervals_in_dimension(0)
        lifetimes = np.sort(intervals[np.isfinite(intervals[:, 1]), 1])
        single = ripser(distances, maxdim=0, distance_matrix=True)["dgms"][0]
        single = np.sort(single[np.isfinite(single[:, 1]), 1])
        spanning = np.sort(minimum_spanning_tree(distances).data)
        magnitudes = {}
        for scale in [0.01, 1.0, 30.0]:
            weights = np.linalg.solve(np.exp(-scale * distances), np.ones(len(points)))
            magnitudes[str(scale)] = [weights.sum(), weights.clip(0).sum()]
        references.append(
            {
                "name": name,
                "points": points.tolist(),
                "gudhi": lifetimes.tolist(),
                "ripser": single.tolist(),
                "scipy": spanning.tolist(),
                "sums": {str(a): float((lifetimes**a).sum()) for a in [0.5, 1.0, 2.0]},
                "magnitudes": magnitudes,
            }
        )
    print(json.dumps(references))


main()
