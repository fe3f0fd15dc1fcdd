// The parts of ECharts that our charts use, as one chunk that is fetched with the first chart that needs it (sizes: ADR 0135).
import { CustomChart, LineChart, ScatterChart } from 'echarts/charts';
import { GridComponent, RadarComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

use([CustomChart, LineChart, ScatterChart, GridComponent, RadarComponent, SVGRenderer]);

export { init };
