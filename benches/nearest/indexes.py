"""The peers: HNSW indexes that people can install, each behind the same few calls.

In: float32 unit rows. Out: the numbers of the nearest ones. All are built with the same M and ef_construction; the
bottom layer has 2 M neighbours in each. Each peer builds on as many threads as it is told and searches on one.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from importlib import metadata
from pathlib import Path

import faiss
import hnswlib
import numpy as np
from usearch.index import Index

M = 16
EF_CONSTRUCTION = 200


class Peer(ABC):
    """One kind of index. `build` or `load` comes first, then the others in any order."""

    name: str
    package: str
    settings: dict[str, object]
    """What it is built with beside M and ef_construction."""

    def version(self) -> str:
        """Of the package."""
        return metadata.version(self.package)

    def parameters(self) -> dict[str, object]:
        """All that it is built with."""
        return {"m": M, "ef_construction": EF_CONSTRUCTION} | self.settings

    @abstractmethod
    def build(self, rows: np.ndarray, threads: int) -> None:
        """Makes the index of all rows, numbered in their order."""

    @abstractmethod
    def save(self, path: Path) -> None:
        """Writes the index to a file."""

    @abstractmethod
    def load(self, path: Path, dimensions: int) -> None:
        """Reads into memory what `save` wrote."""

    @abstractmethod
    def set_ef(self, ef: int) -> None:
        """How many candidates the searches to come keep."""

    @abstractmethod
    def search(self, query: np.ndarray, count: int) -> np.ndarray:
        """The numbers of the `count` rows found for one query of shape (1, dimensions), nearest first; one thread."""


class Hnswlib(Peer):
    """hnswlib, inner product of float32."""

    name = "hnswlib f32"
    package = "hnswlib"
    settings = {"space": "ip"}

    def build(self, rows: np.ndarray, threads: int) -> None:
        """As the base class says."""
        self.index = hnswlib.Index("ip", rows.shape[1])
        self.index.init_index(len(rows), M=M, ef_construction=EF_CONSTRUCTION)
        self.index.add_items(rows, num_threads=threads)

    def save(self, path: Path) -> None:
        """As the base class says."""
        self.index.save_index(str(path))

    def load(self, path: Path, dimensions: int) -> None:
        """As the base class says."""
        self.index = hnswlib.Index("ip", dimensions)
        self.index.load_index(str(path))

    def set_ef(self, ef: int) -> None:
        """As the base class says."""
        self.index.set_ef(ef)

    def search(self, query: np.ndarray, count: int) -> np.ndarray:
        """As the base class says."""
        return self.index.knn_query(query, count, num_threads=1)[0][0]


class FaissFlat(Peer):
    """faiss IndexHNSWFlat, inner product of float32."""

    name = "faiss HNSWFlat f32"
    package = "faiss-cpu"
    settings = {"metric": "inner product"}

    def empty(self, dimensions: int) -> faiss.IndexHNSW:
        """The index without rows."""
        return faiss.IndexHNSWFlat(dimensions, M, faiss.METRIC_INNER_PRODUCT)

    def build(self, rows: np.ndarray, threads: int) -> None:
        """As the base class says; the scalar quantiser finds its ranges first."""
        faiss.omp_set_num_threads(threads)
        self.index = self.empty(rows.shape[1])
        self.index.hnsw.efConstruction = EF_CONSTRUCTION
        self.index.train(rows)
        self.index.add(rows)
        faiss.omp_set_num_threads(1)

    def save(self, path: Path) -> None:
        """As the base class says."""
        faiss.write_index(self.index, str(path))

    def load(self, path: Path, dimensions: int) -> None:
        """As the base class says."""
        faiss.omp_set_num_threads(1)
        self.index = faiss.read_index(str(path))

    def set_ef(self, ef: int) -> None:
        """As the base class says."""
        self.index.hnsw.efSearch = ef

    def search(self, query: np.ndarray, count: int) -> np.ndarray:
        """As the base class says."""
        return self.index.search(query, count)[1][0]


class FaissInt8(FaissFlat):
    """faiss IndexHNSWSQ: 8 bits a dimension, each with a range of its own, searched with the query in float32."""

    name = "faiss HNSWSQ 8 bits"
    settings = {"metric": "inner product", "quantizer": "QT_8bit"}

    def empty(self, dimensions: int) -> faiss.IndexHNSW:
        """The index without rows."""
        return faiss.IndexHNSWSQ(dimensions, faiss.ScalarQuantizer.QT_8bit, M, faiss.METRIC_INNER_PRODUCT)


class Usearch(Peer):
    """usearch, inner product of float32."""

    name = "usearch f32"
    package = "usearch"
    metric = "ip"
    dtype = "f32"
    settings = {"metric": metric, "dtype": dtype}

    def empty(self, dimensions: int) -> Index:
        """The index without rows."""
        return Index(
            ndim=dimensions, metric=self.metric, dtype=self.dtype, connectivity=M, expansion_add=EF_CONSTRUCTION
        )

    def build(self, rows: np.ndarray, threads: int) -> None:
        """As the base class says."""
        self.index = self.empty(rows.shape[1])
        self.index.add(np.arange(len(rows), dtype=np.uint64), rows, threads=threads)

    def save(self, path: Path) -> None:
        """As the base class says."""
        self.index.save(str(path))

    def load(self, path: Path, dimensions: int) -> None:
        """As the base class says."""
        self.index = self.empty(dimensions)
        self.index.load(str(path))

    def set_ef(self, ef: int) -> None:
        """As the base class says."""
        self.index.expansion_search = ef

    def search(self, query: np.ndarray, count: int) -> np.ndarray:
        """As the base class says."""
        return self.index.search(query[0], count, threads=1).keys


class UsearchInt8(Usearch):
    """usearch, cosine of int8, to which it quantises rows and queries itself."""

    name = "usearch i8"
    metric = "cos"
    dtype = "i8"
    settings = {"metric": metric, "dtype": dtype}


PEERS: tuple[type[Peer], ...] = (Hnswlib, FaissFlat, FaissInt8, Usearch, UsearchInt8)
