package org.sweetspot.measure.profile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.calibration.BrierParts;
import org.sweetspot.measure.calibration.BrierScore;
import org.sweetspot.measure.calibration.CalibrationError;
import org.sweetspot.measure.calibration.ClasswiseCalibrationError;
import org.sweetspot.measure.calibration.NegativeLogLikelihood;
import org.sweetspot.measure.calibration.OverConfidence;
import org.sweetspot.measure.calibration.Reliability;
import org.sweetspot.measure.calibration.Temperature;
import org.sweetspot.measure.curvature.EigenvaluesOverTraining;
import org.sweetspot.measure.curvature.FisherEigenvalues;
import org.sweetspot.measure.curvature.FisherTrace;
import org.sweetspot.measure.curvature.GaussNewtonEigenvalues;
import org.sweetspot.measure.curvature.GaussNewtonTrace;
import org.sweetspot.measure.curvature.GroupEigenvalues;
import org.sweetspot.measure.curvature.GroupTraces;
import org.sweetspot.measure.curvature.HessianBottomEigenvalues;
import org.sweetspot.measure.curvature.HessianDensity;
import org.sweetspot.measure.curvature.HessianEigenvalues;
import org.sweetspot.measure.curvature.HessianMoments;
import org.sweetspot.measure.curvature.HessianSquareTrace;
import org.sweetspot.measure.curvature.HessianTrace;
import org.sweetspot.measure.curvature.LayerEigenvalues;
import org.sweetspot.measure.curvature.LayerTraces;
import org.sweetspot.measure.dynamics.TrajectoryDimension;
import org.sweetspot.measure.dynamics.TrajectoryDistances;
import org.sweetspot.measure.dynamics.TrajectoryLength;
import org.sweetspot.measure.dynamics.TrajectoryLoss;
import org.sweetspot.measure.dynamics.TrajectoryPlane;
import org.sweetspot.measure.dynamics.TrajectoryTurning;
import org.sweetspot.measure.frequency.FrequencyResponse;
import org.sweetspot.measure.frequency.ResponseOverTraining;
import org.sweetspot.measure.kernel.KernelAlignment;
import org.sweetspot.measure.kernel.KernelOrRich;
import org.sweetspot.measure.kernel.KernelSpectrum;
import org.sweetspot.measure.landscape.CriticalSharpness;
import org.sweetspot.measure.landscape.LandscapeLine;
import org.sweetspot.measure.landscape.LandscapePlane;
import org.sweetspot.measure.landscape.PerturbationFlatness;
import org.sweetspot.measure.landscape.SamSharpness;
import org.sweetspot.measure.landscape.TrajectoryLandscape;
import org.sweetspot.measure.margin.Margins;
import org.sweetspot.measure.noise.GradientDiversity;
import org.sweetspot.measure.noise.GradientNoise;
import org.sweetspot.measure.noise.GradientNorms;
import org.sweetspot.measure.noise.NoiseCurvature;
import org.sweetspot.measure.noise.NoiseScale;
import org.sweetspot.measure.noise.NoiseTemperature;
import org.sweetspot.measure.noise.PlugInNoiseScale;
import org.sweetspot.measure.noise.SignalToNoise;
import org.sweetspot.measure.noise.StepTemperature;
import org.sweetspot.measure.noise.TwoBatchNoiseScale;
import org.sweetspot.measure.norm.ConvolutionNorms;
import org.sweetspot.measure.norm.DistanceFromInitialization;
import org.sweetspot.measure.norm.EffectiveLearningRate;
import org.sweetspot.measure.norm.NormProducts;
import org.sweetspot.measure.norm.PathNorm;
import org.sweetspot.measure.norm.SpectralNorms;
import org.sweetspot.measure.norm.WeightNorms;
import org.sweetspot.measure.quality.Accuracy;
import org.sweetspot.measure.quality.GeneralizationGap;
import org.sweetspot.measure.quality.LabelAccuracy;
import org.sweetspot.measure.quality.LabelF1;
import org.sweetspot.measure.quality.Loss;
import org.sweetspot.measure.quality.Regression;
import org.sweetspot.measure.representation.NeuralCollapse;
import org.sweetspot.measure.simplicity.ErrorByOrder;
import org.sweetspot.measure.simplicity.ErrorsOverTraining;
import org.sweetspot.measure.simplicity.Simplicity;
import org.sweetspot.measure.spectrum.PowerLaw;
import org.sweetspot.measure.spectrum.PowerLawConfidence;
import org.sweetspot.measure.spectrum.PowerLawDetail;
import org.sweetspot.measure.spectrum.SpectrumShape;
import org.sweetspot.measure.spectrum.Spikes;
import org.sweetspot.measure.stability.BatchSharpness;
import org.sweetspot.measure.stability.DelayStability;
import org.sweetspot.measure.stability.FunctionSpaceStability;
import org.sweetspot.measure.stability.MeanSquareThreshold;
import org.sweetspot.measure.stability.NoiseStability;
import org.sweetspot.measure.stability.StabilityMargin;
import org.sweetspot.measure.tails.TailIndex;
import org.sweetspot.measure.tails.TrajectoryTail;
import org.sweetspot.measure.topology.LifetimeSums;
import org.sweetspot.measure.topology.LifetimesOfStates;
import org.sweetspot.measure.topology.SharpnessDimension;
import org.sweetspot.measure.topology.StateDimension;
import org.sweetspot.measure.topology.StateMagnitude;

/** All measures there are, by id, in the order in which reports show them. */
public final class MeasureCatalogue {
  private final Map<String, Measure> measures = new LinkedHashMap<>();

  /** The measures of this program. */
  public MeasureCatalogue() {
    this(
        List.of(
            new Loss(),
            new Accuracy(),
            Regression.explained(),
            Regression.absolute(),
            Regression.square(),
            new LabelAccuracy(),
            new LabelF1(),
            new GeneralizationGap(),
            new HessianEigenvalues(),
            new HessianBottomEigenvalues(),
            GaussNewtonEigenvalues.largest(),
            GaussNewtonEigenvalues.smallest(),
            new FisherEigenvalues(),
            new HessianTrace(),
            new GaussNewtonTrace(),
            new FisherTrace(),
            new HessianSquareTrace(),
            new HessianMoments(),
            new HessianDensity(),
            new EigenvaluesOverTraining(),
            LayerEigenvalues.ofHessian(),
            LayerEigenvalues.ofGaussNewton(),
            LayerEigenvalues.ofFisher(),
            new LayerTraces(),
            GroupEigenvalues.ofHessian(),
            GroupEigenvalues.ofHessianBottom(),
            GroupEigenvalues.ofGaussNewton(),
            GroupEigenvalues.ofFisher(),
            new GroupTraces(),
            SamSharpness.plain(),
            SamSharpness.adaptive(),
            PerturbationFlatness.plain(),
            PerturbationFlatness.magnitudeAware(),
            new CriticalSharpness(),
            new LandscapeLine(),
            new LandscapePlane(),
            new TrajectoryLandscape(),
            new StabilityMargin(),
            new NoiseStability(),
            new MeanSquareThreshold(),
            new BatchSharpness(),
            new DelayStability(),
            new FunctionSpaceStability(),
            new GradientDiversity(),
            new SignalToNoise(),
            new GradientNorms(),
            new PlugInNoiseScale(),
            new NoiseCurvature(),
            TailIndex.ofSums(),
            TailIndex.hill(),
            new TrajectoryTail(),
            new GradientNoise(),
            new NoiseScale(),
            new TwoBatchNoiseScale(),
            new StepTemperature(),
            new NoiseTemperature(),
            Margins.ofLogits(),
            Margins.normalized(),
            NeuralCollapse.variability(),
            NeuralCollapse.simplex(),
            NeuralCollapse.duality(),
            NeuralCollapse.nearestMean(),
            new KernelSpectrum(),
            new KernelAlignment(),
            new KernelOrRich(),
            new FrequencyResponse(),
            new ResponseOverTraining(),
            new Simplicity(),
            ErrorByOrder.difficulty(),
            ErrorByOrder.frequency(),
            ErrorsOverTraining.difficulty(),
            ErrorsOverTraining.frequency(),
            new WeightNorms(),
            new EffectiveLearningRate(),
            new SpectralNorms(),
            new ConvolutionNorms(),
            new PathNorm(),
            new DistanceFromInitialization(),
            new NormProducts(),
            PowerLaw.alpha(),
            PowerLawConfidence.interval(),
            PowerLawConfidence.pValue(),
            PowerLawDetail.cutoff(),
            PowerLawDetail.tail(),
            PowerLawDetail.distance(),
            PowerLawDetail.againstLogNormal(),
            PowerLawDetail.againstExponential(),
            PowerLaw.alphaWeighted(),
            PowerLaw.logAlphaNorm(),
            SpectrumShape.logNorm(),
            SpectrumShape.logSpectralNorm(),
            SpectrumShape.stableRank(),
            SpectrumShape.effectiveRank(),
            Spikes.count(),
            Spikes.edge(),
            new NegativeLogLikelihood(),
            CalibrationError.equalWidth(),
            CalibrationError.equalMass(),
            new ClasswiseCalibrationError(),
            new OverConfidence(),
            new Temperature(),
            new Reliability(),
            new BrierScore(),
            new BrierParts(),
            new TrajectoryLength(),
            new TrajectoryDistances(),
            new TrajectoryTurning(),
            new TrajectoryDimension(),
            new TrajectoryPlane(),
            new TrajectoryLoss(),
            new LifetimesOfStates(),
            new LifetimeSums(),
            StateDimension.persistent(),
            StateDimension.correlation(),
            StateMagnitude.all(),
            StateMagnitude.positive(),
            new SharpnessDimension()));
  }

  /** These measures only. */
  public MeasureCatalogue(List<Measure> list) {
    for (Measure measure : list) {
      if (measures.putIfAbsent(measure.card().id(), measure) != null) {
        throw new IllegalArgumentException(
            "catalogue: expected each id once, got " + measure.card().id() + " twice");
      }
    }
  }

  /** All measures. */
  public List<Measure> all() {
    return List.copyOf(measures.values());
  }

  /** All ids. */
  public List<String> ids() {
    return List.copyOf(measures.keySet());
  }

  /** The measures with these ids, in the order given. */
  public List<Measure> choose(List<String> ids) {
    List<Measure> chosen = new ArrayList<>();
    for (String id : ids) {
      Measure measure = measures.get(id);
      if (measure == null) {
        throw new IllegalArgumentException(
            "measure: expected one of " + String.join(", ", measures.keySet()) + ", got " + id);
      }
      chosen.add(measure);
    }
    return chosen;
  }
}
