"""Exploring a run: figures of some of its customers, or with other assumptions, as fast as somebody asks."""
